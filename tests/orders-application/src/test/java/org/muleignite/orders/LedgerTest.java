package org.muleignite.orders;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;

class LedgerTest {

  private static final Order ORDER = Order.of(Map.of("id", "a#1", "amount", 12L));

  @Test
  void addsAnOrder() {
    assertEquals(30, Ledger.add(18, ORDER));
  }

  @Test
  void sumsUpAllOrders() {
    assertEquals(24, Ledger.sum(Map.of("a", ORDER, "b", ORDER)));
  }

  @Test
  void recountsForAnOrderThatCameAgainAndWithoutATotal() {
    assertTrue(Ledger.mustRecount(true, 5L));
    assertTrue(Ledger.mustRecount(false, -1));
    assertFalse(Ledger.mustRecount(false, 0L));
  }

  @Test
  void givesEachAdditionAKeyOfItsOwn() {
    String first = Ledger.additionKey(ORDER);

    assertNotEquals(first, Ledger.additionKey(ORDER));
    assertEquals("a#1", Ledger.orderOf(first));
  }
}
