package org.muleignite.tests.benchmark.fleet;

import org.muleignite.cluster.config.ClusterSettings.WalMode;

/**
 * What kind of cluster a case needs; cases of equal setups share the members. Immutable.
 *
 * @param wal only of interest to our side
 * @param transientMb size of the region of our transient data
 */
public record Setup(Side side, int nodes, WalMode wal, int transientMb) {

  private static final int REGION_MB = 256;

  public static Setup of(Side side, int nodes) {
    return new Setup(side, nodes, WalMode.LOG_ONLY, REGION_MB);
  }

  public Setup with(WalMode mode) {
    return new Setup(side, nodes, mode, transientMb);
  }

  public Setup withTransientMb(int megabytes) {
    return new Setup(side, nodes, wal, megabytes);
  }

  /** For people, and for names of folders. */
  @Override
  public String toString() {
    String region = transientMb == REGION_MB ? "" : "-" + transientMb + "mb";
    String log = wal == WalMode.LOG_ONLY ? "" : "-" + wal;
    return side.title() + "-" + nodes + "-nodes" + log + region;
  }
}
