package org.muleignite.objectstore.rules;

import java.util.Collections;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The partitions that one artifact has open on this node. Thread-safe, never blocks; lives as long
 * as the artifact's store.
 */
public final class OpenPartitions {

  private final Set<String> names = ConcurrentHashMap.newKeySet();

  public void open(String name) {
    names.add(name);
  }

  public void close(String name) {
    names.remove(name);
  }

  boolean isOpen(String name) {
    return names.contains(name);
  }

  Set<String> names() {
    return Collections.unmodifiableSet(names);
  }
}
