package org.muleignite.tests.benchmark.lock;

import org.muleignite.tests.benchmark.fleet.Place;

/** The locks of one side. Thread-safe. */
public interface Locks {

  /** Where the owner of the id of a lock is, seen from this member. */
  Place ownerOf(String id);

  /** The lock of an id, as an application gets it before each use. */
  Mutex mutex(String id);
}
