package org.muleignite.tests.contract;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.function.Function;
import org.mule.runtime.core.internal.lock.SingleServerLockProvider;

/** Mule's own lock of a single server: what the contract demands is what Mule does. */
class LockReferenceIT extends LockContract {

  private final SingleServerLockProvider provider = new SingleServerLockProvider();

  /** Mule keeps one lock for each id in use; its provider alone makes a new one each time. */
  private final Map<String, Lock> locks = new ConcurrentHashMap<>();

  @Override
  protected List<Function<String, Lock>> views() {
    return List.of(id -> locks.computeIfAbsent(id, provider::createLock));
  }
}
