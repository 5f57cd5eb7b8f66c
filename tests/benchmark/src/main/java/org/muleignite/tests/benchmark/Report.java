package org.muleignite.tests.benchmark;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The rows as a Markdown table. Stateless once made. */
final class Report {

  private final List<Row> rows;
  private final List<Fact> facts;
  private final Results results;

  Report(List<Row> rows, List<Fact> facts, Results results) {
    this.rows = rows;
    this.facts = facts;
    this.results = results;
  }

  String markdown(Options options) {
    StringBuilder text = new StringBuilder();
    text.append(String.format("# Benchmark: %s%n%n", options.suite()));
    text.append(
        String.format(
            Locale.ROOT,
            "Median (lowest–highest) of %d measurements of %.1f s, in %d fresh set(s) of JVMs for"
                + " each side, each warmed up for %d s. JDK %s, %d processors.%n%n",
            options.rounds() * options.repeat(),
            options.measure().toMillis() / 1e3,
            options.rounds(),
            options.warmup().toSeconds(),
            System.getProperty("java.version"),
            Runtime.getRuntime().availableProcessors()));
    table(
        text,
        "| case | unit | ours | other | ratio | goal | floor | reached |",
        rows.stream()
            .filter(row -> results.has(row.ours()) && results.has(row.other()))
            .map(this::line));
    table(
        text,
        "| fact | unit | ours | at most | reached |",
        facts.stream().filter(fact -> results.has(fact.measured())).map(this::line));
    results.circumstances().forEach(note -> text.append("- ").append(note).append('\n'));
    return text.toString();
  }

  /** Nothing at all where there are no lines. */
  private static void table(StringBuilder text, String head, Stream<String> lines) {
    List<String> body = lines.toList();
    if (!body.isEmpty()) {
      text.append(head).append('\n');
      text.append(head.replaceAll("[^|]+", " --- ").trim()).append('\n');
      body.forEach(line -> text.append(line).append('\n'));
      text.append('\n');
    }
  }

  private String line(Fact fact) {
    Results.Summary value = results.of(fact.measured(), fact.metric());
    return String.join(
        " | ",
        "| " + fact.title(),
        fact.metric().unit(),
        cell(value, fact.metric()),
        fact.metric().show(fact.limit()),
        fact.verdict(value.median()) + " |");
  }

  private String line(Row row) {
    Results.Summary ours = results.of(row.ours(), row.metric());
    Results.Summary other = results.of(row.other(), row.metric());
    double ratio = ours.median() / other.median();
    return String.join(
        " | ",
        "| " + row.title(),
        row.metric().unit(),
        cell(ours, row.metric()),
        cell(other, row.metric()),
        ratio(ratio),
        row.target() == null ? "–" : limit(row, row.target().goal()),
        row.target() == null ? "–" : limit(row, row.target().floor()),
        row.verdict(ratio) + " |");
  }

  private static String limit(Row row, double limit) {
    return (row.metric().moreIsBetter() ? "≥ " : "≤ ") + ratio(limit);
  }

  private static String ratio(double ratio) {
    return String.format(Locale.ROOT, "%.2f×", ratio);
  }

  private static String cell(Results.Summary of, Metric metric) {
    return String.format(
        "%s (%s–%s)", metric.show(of.median()), metric.show(of.min()), metric.show(of.max()));
  }
}
