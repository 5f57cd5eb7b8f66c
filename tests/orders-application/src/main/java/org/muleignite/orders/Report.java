package org.muleignite.orders;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What {@code GET /report} answers. */
public final class Report {

  private Report() {}

  /**
   * Sums up the stores. While orders are being processed, {@code total} may run ahead of {@code
   * sum} or lag behind.
   *
   * @param accepted ids that are remembered as accepted
   * @param processed the orders that were processed
   * @param additions one key for each addition to the total
   * @param total the running total
   * @param heartbeats the last heartbeat of each node that was primary
   * @param node the node that answers
   * @return the fields of the report
   */
  public static Map<String, Object> of(
      List<String> accepted,
      Map<String, Order> processed,
      List<String> additions,
      Number total,
      Map<String, Map<String, Object>> heartbeats,
      Map<String, Object> node) {
    LinkedHashMap<String, Object> report = new LinkedHashMap<>();
    report.put("accepted", accepted.size());
    report.put("processed", processed.size());
    report.put("total", total);
    report.put("sum", Ledger.sum(processed));
    report.put("addedTwice", addedTwice(additions));
    report.put("heartbeat", latest(heartbeats));
    report.put("node", node);
    return report;
  }

  private static long addedTwice(List<String> additions) {
    return additions.size() - additions.stream().map(Ledger::orderOf).distinct().count();
  }

  private static Map<String, Object> latest(Map<String, Map<String, Object>> heartbeats) {
    return heartbeats.values().stream()
        .max(Comparator.comparingLong(beat -> (Long) beat.get("time")))
        .orElse(null);
  }
}
