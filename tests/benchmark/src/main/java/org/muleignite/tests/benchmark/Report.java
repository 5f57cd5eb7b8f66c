package org.muleignite.tests.benchmark;

import java.util.List;
import java.util.Locale;

/** The rows as a Markdown table. Stateless once made. */
final class Report {

  private final List<Row> rows;
  private final Results results;

  Report(List<Row> rows, Results results) {
    this.rows = rows;
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
    text.append("| case | unit | ours | other | ratio | goal | floor | reached |\n");
    text.append("| --- | --- | --- | --- | --- | --- | --- | --- |\n");
    rows.stream().filter(results::has).forEach(row -> text.append(line(row)).append('\n'));
    text.append('\n');
    results.circumstances().forEach(note -> text.append("- ").append(note).append('\n'));
    return text.toString();
  }

  private String line(Row row) {
    Results.Summary ours = results.of(row.ours(), row.metric());
    Results.Summary other = results.of(row.other(), row.metric());
    double ratio = ours.median() / other.median();
    return String.join(
        " | ",
        "| " + row.title(),
        row.metric().unit(),
        cell(ours),
        cell(other),
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

  private static String cell(Results.Summary of) {
    return String.format(Locale.ROOT, "%,.0f (%,.0f–%,.0f)", of.median(), of.min(), of.max());
  }
}
