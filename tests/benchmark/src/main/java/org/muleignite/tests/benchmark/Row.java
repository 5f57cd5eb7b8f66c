package org.muleignite.tests.benchmark;

/**
 * A row of the report: one case against another.
 *
 * @param title tells the row from all others; {@code --only} is matched with it
 * @param target null when there is none
 */
public record Row(String title, Case ours, Case other, Metric metric, Target target) {

  /** What the ratio of ours to the other shall reach, and what it must. */
  public record Target(double goal, double floor) {

    /** What it must reach, with nothing to be gained beyond. */
    public static Target required(double limit) {
      return new Target(limit, limit);
    }
  }

  /** Which of the two limits this ratio reaches. */
  String verdict(double ratio) {
    if (target == null) {
      return "";
    }
    if (reaches(ratio, target.goal())) {
      return "goal";
    }
    return reaches(ratio, target.floor()) ? "floor" : "**below**";
  }

  private boolean reaches(double ratio, double limit) {
    return metric.moreIsBetter() ? ratio >= limit : ratio <= limit;
  }
}
