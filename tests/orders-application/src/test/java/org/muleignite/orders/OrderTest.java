package org.muleignite.orders;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import org.junit.jupiter.api.Test;

class OrderTest {

  @Test
  void isReadFromItsFields() {
    Order order = Order.of(Map.of("id", "a", "amount", 12L));

    assertEquals("a", order.getId());
    assertEquals(12, order.getAmount());
  }

  @Test
  void needsAnIdAndAnAmount() {
    assertThrows(IllegalArgumentException.class, () -> Order.of(Map.of("id", "a")));
    assertThrows(IllegalArgumentException.class, () -> Order.of(Map.of("amount", 1L)));
    assertThrows(IllegalArgumentException.class, () -> Order.of(Map.of("id", "", "amount", 1L)));
    assertThrows(IllegalArgumentException.class, () -> Order.of(Map.of("id", "a", "amount", "1")));
  }
}
