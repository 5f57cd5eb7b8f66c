package org.muleignite.orders;

import java.io.Serializable;
import java.util.Map;

/** What a customer ordered. */
public final class Order implements Serializable {

  private static final long serialVersionUID = 1L;

  private final String id;
  private final long amount;

  private Order(String id, long amount) {
    this.id = id;
    this.amount = amount;
  }

  /**
   * Reads the order from the fields of a request.
   *
   * @throws IllegalArgumentException when the id or the amount is missing or of another type
   */
  public static Order of(Map<String, Object> fields) {
    Object id = fields.get("id");
    Object amount = fields.get("amount");
    if (!(id instanceof String) || ((String) id).isEmpty() || !(amount instanceof Long)) {
      throw new IllegalArgumentException("An order has an id (text) and an amount (whole number)");
    }
    return new Order((String) id, (Long) amount);
  }

  /** Which order it is; a second one of the same id is the same order. */
  public String getId() {
    return id;
  }

  /** What it adds to the total. */
  public long getAmount() {
    return amount;
  }

  @Override
  public String toString() {
    return id + ": " + amount;
  }
}
