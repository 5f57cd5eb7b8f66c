package org.muleignite.tests.benchmark;

/** What is measured, and whether more of it is better. */
public enum Metric {
  RATE("items/s", true),
  P50("µs p50", false),
  P99("µs p99", false);

  private final String unit;
  private final boolean moreIsBetter;

  Metric(String unit, boolean moreIsBetter) {
    this.unit = unit;
    this.moreIsBetter = moreIsBetter;
  }

  public String unit() {
    return unit;
  }

  boolean moreIsBetter() {
    return moreIsBetter;
  }
}
