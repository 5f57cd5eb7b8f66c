package org.muleignite.tests.benchmark.store;

import java.util.List;

/** One object store of one side. Thread-safe. */
interface Store {

  /**
   * Returns when the value is in the store, on all its copies.
   *
   * @throws IllegalStateException or the side's own exception when the key has a value already
   */
  void store(String key, Value value) throws Exception;

  boolean contains(String key) throws Exception;

  Value retrieve(String key) throws Exception;

  /**
   * @return what was removed
   */
  Value remove(String key) throws Exception;

  List<String> allKeys() throws Exception;

  void clear() throws Exception;
}
