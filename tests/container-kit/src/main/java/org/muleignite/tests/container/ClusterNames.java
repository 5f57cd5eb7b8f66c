package org.muleignite.tests.container;

import java.util.UUID;

/** Names under which clusters of parallel tests never meet. Thread-safe. */
public final class ClusterNames {

  private ClusterNames() {}

  /** A name that begins with the given word and is unique anywhere. */
  public static String unique(String prefix) {
    return prefix + "-" + UUID.randomUUID();
  }
}
