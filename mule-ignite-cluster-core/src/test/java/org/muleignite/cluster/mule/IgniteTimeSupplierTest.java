package org.muleignite.cluster.mule;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class IgniteTimeSupplierTest {

  private long now = 1_000;
  private final IgniteTimeSupplier supplier = new IgniteTimeSupplier(() -> now);

  @Test
  void bothWaysToAskGiveClusterTime() {
    assertEquals(1_000L, supplier.get());
    assertEquals(1_000L, supplier.getAsLong());
    now++;
    assertEquals(1_001L, supplier.get());
    assertEquals(1_001L, supplier.getAsLong());
  }

  /** Newer versions of Mule link to it by this name and type. */
  @Test
  void theMethodThatNewerVersionsOfMuleCallIsThere() throws Exception {
    assertEquals(long.class, IgniteTimeSupplier.class.getMethod("getAsLong").getReturnType());
  }
}
