package org.muleignite.tests.benchmark;

/**
 * Something about our side alone, with a bound of its own.
 *
 * @param title tells the fact from all others and from all rows; {@code --only} is matched with it
 * @param limit in the unit of the metric, less is better
 */
public record Fact(String title, Case measured, Metric metric, double limit) {

  String verdict(double value) {
    return value <= limit ? "yes" : "**no**";
  }
}
