package org.muleignite.orders;

import java.util.Map;
import java.util.UUID;

/** The running total; orders.xml explains why it is right. */
public final class Ledger {

  private static final String SEPARATOR = "#";

  private Ledger() {}

  /**
   * Whether only the sum over all orders can tell the total: an order came again, or there is none.
   */
  public static boolean mustRecount(Boolean known, Number total) {
    return known || total.longValue() < 0;
  }

  /** The total with one more order in it. */
  public static Long add(Number total, Order order) {
    return total.longValue() + order.getAmount();
  }

  /** The total of all orders. */
  public static Long sum(Map<String, Order> orders) {
    return orders.values().stream().mapToLong(Order::getAmount).sum();
  }

  /** A key that no other addition has, not even one of the same order. */
  public static String additionKey(Order order) {
    return order.getId() + SEPARATOR + UUID.randomUUID();
  }

  /** The order of such a key. */
  static String orderOf(String additionKey) {
    return additionKey.substring(0, additionKey.lastIndexOf(SEPARATOR));
  }
}
