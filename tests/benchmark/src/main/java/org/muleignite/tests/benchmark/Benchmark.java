package org.muleignite.tests.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Measures a suite of our services side by side with Hazelcast's: fresh JVMs for each side, one
 * side after the other, in alternating order, and prints the ratios next to what they shall be.
 */
public final class Benchmark {

  private final Options options;
  private final List<Row> rows;
  private final List<Fact> facts;
  private final Results results = new Results();

  private Benchmark(Options options) {
    this.options = options;
    Suite suite = Suite.named(options.suite(), options);
    Predicate<String> only = options.only();
    this.rows = suite.rows().stream().filter(row -> only.test(row.title())).toList();
    this.facts = suite.facts().stream().filter(fact -> only.test(fact.title())).toList();
    if (rows.isEmpty() && facts.isEmpty()) {
      throw new IllegalArgumentException("No row has such a title");
    }
  }

  public static void main(String[] arguments) throws IOException {
    try {
      run(List.of(arguments));
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.exit(2);
    }
  }

  /**
   * Does what the command line asks for.
   *
   * @return the report, which is printed and written, too
   * @throws IllegalArgumentException when there is nothing that could be measured
   * @throws IllegalStateException when a cluster was not what it has to be, or failed
   */
  static String run(List<String> arguments) throws IOException {
    Options options = Options.of(arguments);
    return new Benchmark(options).run();
  }

  private String run() throws IOException {
    Path logs = Files.createDirectories(options.output().resolve("benchmark-logs"));
    try {
      for (int i = 1; i <= options.rounds(); i++) {
        round(i, logs);
      }
    } catch (RuntimeException e) {
      // A run of half an hour that breaks off has measured something nevertheless.
      report();
      throw e;
    }
    return report();
  }

  private String report() throws IOException {
    String report = new Report(rows, facts, results).markdown(options);
    Files.writeString(options.output().resolve("benchmark-" + options.suite() + ".md"), report);
    System.out.println();
    System.out.println(report);
    return report;
  }

  private void round(int number, Path logs) {
    Map<String, List<Case>> plan = plan();
    List<String> order = new ArrayList<>(plan.keySet());
    if (number % 2 == 0) {
      Collections.reverse(order);
    }
    for (String fleet : order) {
      Round.say("Round " + number + ", " + fleet);
      Path folder = logs.resolve("round-" + number).resolve(fleet);
      new Round(options, plan.get(fleet)).run(folder, results);
    }
  }

  /** Every case once, however many rows show it, by the names of the fleets. */
  private Map<String, List<Case>> plan() {
    Set<Case> cases = new LinkedHashSet<>();
    for (Row row : rows) {
      cases.add(row.ours());
      cases.add(row.other());
    }
    facts.forEach(fact -> cases.add(fact.measured()));
    Map<String, List<Case>> plan = new LinkedHashMap<>();
    cases.forEach(
        each -> plan.computeIfAbsent(each.fleetName(), any -> new ArrayList<>()).add(each));
    return plan;
  }
}
