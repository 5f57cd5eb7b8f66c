package org.muleignite.tests.benchmark;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Everything that was measured, by case. Used by one thread. */
final class Results {

  /** Several measurements of one thing. */
  record Summary(double median, double min, double max) {}

  private final Map<Case, Map<Metric, List<Double>>> samples = new HashMap<>();
  private final List<String> circumstances = new ArrayList<>();

  void add(Case measured, Map<Metric, Double> values) {
    Map<Metric, List<Double>> series = samples.computeIfAbsent(measured, any -> new HashMap<>());
    values.forEach(
        (metric, value) -> series.computeIfAbsent(metric, any -> new ArrayList<>()).add(value));
  }

  /** What is to be known of a round when its figures are judged. */
  void addCircumstance(String note) {
    circumstances.add(note);
  }

  List<String> circumstances() {
    return List.copyOf(circumstances);
  }

  /** A run that broke off has not measured every case. */
  boolean has(Case measured) {
    return samples.containsKey(measured);
  }

  Summary of(Case measured, Metric metric) {
    List<Double> sorted = new ArrayList<>(samples.get(measured).get(metric));
    Collections.sort(sorted);
    int middle = sorted.size() / 2;
    double median =
        sorted.size() % 2 == 1
            ? sorted.get(middle)
            : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    return new Summary(median, sorted.get(0), sorted.get(sorted.size() - 1));
  }
}
