package org.muleignite.cluster.lock;

import java.util.concurrent.locks.Lock;

/**
 * A cluster-wide lock that tells the number of the present grant. Pass the number on to what the
 * lock guards and have it refuse lesser ones, and even a holder that was paused for longer than its
 * membership lasted can do no harm.
 *
 * <p>Thread-safe.
 */
public interface FencedLock extends Lock {

  /**
   * The number of the grant that the calling thread holds. Of two grants of an id the later one has
   * the greater number, over changes of the owner and restarts of the whole cluster, as long as the
   * cluster time does not run backwards from one start of the cluster to the next. Re-entering
   * keeps the number.
   *
   * <p>Whoever gets it still held the lock when it was asked for: a node that was paused or cut off
   * learns here that others may hold it. Costs nanoseconds while the membership lease holds, waits
   * up to one lease duration for its renewal otherwise.
   *
   * @throws org.muleignite.cluster.api.ClusterUnavailableException when this node may not act
   * @throws IllegalMonitorStateException when the calling thread does not hold the lock
   */
  long fencingNumber();
}
