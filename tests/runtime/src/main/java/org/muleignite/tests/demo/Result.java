package org.muleignite.tests.demo;

/**
 * What the demo measured.
 *
 * @param accepted orders that a node answered for
 * @param afterCrash the report once everything was processed
 * @param afterStop the report after the stop of the whole cluster
 * @param expectedTotal the sum of all orders
 * @param secondsToPrimary from the SIGKILL of the primary until the survivor was primary
 * @param ordersPerSecond accepted and processed, the crash included
 */
record Result(
    long accepted,
    Report afterCrash,
    Report afterStop,
    long expectedTotal,
    double secondsToPrimary,
    double ordersPerSecond) {

  long lost() {
    return accepted - afterCrash.processed();
  }

  boolean totalSurvived() {
    return afterStop.total() == expectedTotal
        && afterStop.processed() == afterCrash.processed()
        && afterStop.addedTwice() == afterCrash.addedTwice();
  }

  boolean isGood() {
    return lost() == 0
        && afterCrash.addedTwice() == 0
        && afterCrash.total() == expectedTotal
        && totalSurvived();
  }

  String table() {
    return row("accepted", accepted)
        + row("processed", afterCrash.processed())
        + row("lost", lost())
        + row("processed twice", afterCrash.addedTwice())
        + row("seconds until the survivor was primary", String.format("%.1f", secondsToPrimary))
        + row("orders per second, crash included", String.format("%.0f", ordersPerSecond))
        + row("running total as expected", afterCrash.total() == expectedTotal ? "yes" : "NO")
        + row("totals survived the full stop", totalSurvived() ? "yes" : "NO");
  }

  private static String row(String label, Object value) {
    return String.format("  | %-40s | %8s |%n", label, value);
  }
}
