package org.muleignite.objectstore;

import org.muleignite.cluster.api.CacheSpec;
import org.muleignite.cluster.config.Settings;
import org.muleignite.objectstore.ignite.StoreNames;

/** The two base stores of every artifact. */
public enum StoreKind {
  /** Survives the loss of as many nodes as there are backups; gone when the whole cluster stops. */
  TRANSIENT(CacheSpec.inMemoryAtomicWithOneBackup("store.transient")),

  /** Survives the stop and the crash of the whole cluster. */
  PERSISTENT(CacheSpec.persistentAtomicWithOneBackup("store.persistent"));

  private final CacheSpec cache;

  StoreKind(CacheSpec cache) {
    this.cache = cache.named(Settings.STORE_BACKUPS, StoreNames.OF_STORES).tellingRemovals();
  }

  /** The one cache that holds the entries of all stores of this kind. */
  public CacheSpec cache() {
    return cache;
  }

  public boolean isPersistent() {
    return cache.isPersistent();
  }
}
