package org.muleignite.tests.benchmark.store;

/** What a thread repeats. */
public enum Operation {
  /** A new key: our {@code store}, which refuses an existing one, against {@code putIfAbsent}. */
  WRITE,
  /** One of so many existing keys, by chance. */
  READ,
  /** A new key and its removal, which returns the value: both together are one operation. */
  WRITE_REMOVE,
  /**
   * What the ObjectStore connector does to replace a value: lock of the key, contains, remove,
   * store, unlock.
   */
  CONNECTOR_STORE
}
