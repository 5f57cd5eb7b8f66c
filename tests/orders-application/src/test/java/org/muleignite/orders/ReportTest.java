package org.muleignite.orders;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReportTest {

  private static final Order A = Order.of(Map.of("id", "a", "amount", 12L));
  private static final Order B = Order.of(Map.of("id", "b", "amount", 30L));

  @Test
  void addsUp() {
    List<String> additions = List.of(Ledger.additionKey(A), Ledger.additionKey(B));

    Map<String, Object> report = report(additions, Map.of());

    assertEquals(2, report.get("accepted"));
    assertEquals(2, report.get("processed"));
    assertEquals(42L, report.get("total"));
    assertEquals(42L, report.get("sum"));
    assertEquals(0L, report.get("addedTwice"));
    assertNull(report.get("heartbeat"));
  }

  @Test
  void noticesAnOrderThatWasAddedTwice() {
    List<String> additions =
        List.of(Ledger.additionKey(A), Ledger.additionKey(B), Ledger.additionKey(A));

    assertEquals(1L, report(additions, Map.of()).get("addedTwice"));
  }

  @Test
  void showsTheLatestHeartbeat() {
    Map<String, Object> old = Map.of("nodeId", "1", "time", 10L);
    Map<String, Object> latest = Map.of("nodeId", "2", "time", 20L);

    assertEquals(latest, report(List.of(), Map.of("1", old, "2", latest)).get("heartbeat"));
  }

  private static Map<String, Object> report(
      List<String> additions, Map<String, Map<String, Object>> heartbeats) {
    Map<String, Object> node = Map.of("nodeId", "1");
    return Report.of(List.of("a", "b"), Map.of("a", A, "b", B), additions, 42L, heartbeats, node);
  }
}
