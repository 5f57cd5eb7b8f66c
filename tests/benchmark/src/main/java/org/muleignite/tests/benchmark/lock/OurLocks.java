package org.muleignite.tests.benchmark.lock;

import java.util.concurrent.locks.Lock;
import org.mule.runtime.core.api.config.MuleProperties;
import org.mule.runtime.core.internal.lock.LockProvider;
import org.muleignite.cluster.api.Membership;
import org.muleignite.cluster.lock.LockOwners;
import org.muleignite.tests.benchmark.fleet.Place;
import org.muleignite.tests.benchmark.member.CapturedServices;

/** Our locks, used through the interface from which Mule takes those of its applications. */
public final class OurLocks implements Locks {

  private final Membership membership;
  private final LockProvider provider;

  /**
   * @param services what the modules of this member gave to the application
   */
  public OurLocks(Membership membership, CapturedServices services) {
    this.membership = membership;
    this.provider = services.get(MuleProperties.OBJECT_LOCK_PROVIDER, LockProvider.class);
  }

  @Override
  public Place ownerOf(String id) {
    String scoped = CapturedServices.scoped(id);
    return Place.of(
        LockOwners.ownerOf(scoped, membership.members()).equals(membership.localNode()));
  }

  @Override
  public Mutex mutex(String id) {
    return new Provided(provider.createLock(id));
  }

  private record Provided(Lock provided) implements Mutex {

    @Override
    public void lock() {
      provided.lock();
    }

    @Override
    public void unlock() {
      provided.unlock();
    }
  }
}
