package org.muleignite.cluster.lock;

import java.util.List;

/** Where the views come from. Thread-safe, does not block. */
@FunctionalInterface
interface ViewSource {

  /**
   * The views after a version, in order. A version may be missing when it is no longer known; the
   * present one never is.
   */
  List<ClusterView> after(long version);
}
