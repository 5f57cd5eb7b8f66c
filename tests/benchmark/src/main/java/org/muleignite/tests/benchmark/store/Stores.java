package org.muleignite.tests.benchmark.store;

/** The object stores of one side. Thread-safe. */
public interface Stores {

  /** A store whose name begins so survives the stop of the cluster, where the side has such. */
  String PERSISTENT = "persistent-";

  Store named(String name) throws Exception;
}
