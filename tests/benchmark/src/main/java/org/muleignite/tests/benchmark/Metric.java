package org.muleignite.tests.benchmark;

import java.util.Locale;

/** What is measured, and whether more of it is better. */
public enum Metric {
  /** Of what, the title says. */
  RATE("1/s", true, 0),
  /** The part of the rate that the member has which gets least: whether all get a fair share. */
  LEAST_SHARE("1/s", true, 0),
  P50("µs p50", false, 0),
  P99("µs p99", false, 0),
  SECONDS("s", false, 2);

  private final String unit;
  private final boolean moreIsBetter;
  private final int decimals;

  Metric(String unit, boolean moreIsBetter, int decimals) {
    this.unit = unit;
    this.moreIsBetter = moreIsBetter;
    this.decimals = decimals;
  }

  public String unit() {
    return unit;
  }

  boolean moreIsBetter() {
    return moreIsBetter;
  }

  /** A value as it is printed, without its unit. */
  String show(double value) {
    return String.format(Locale.ROOT, "%,." + decimals + "f", value);
  }
}
