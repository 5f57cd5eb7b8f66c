package org.muleignite.objectstore.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PartitionIdTest {

  private static final String[] TRICKY = {"", "a", "1:a", "a1:", "a:", ":", "2:=a", "\uD800", "/"};

  @Test
  void noPartitionIsTheBeginningOfAnother() {
    List<PartitionId> all = new ArrayList<>();
    for (String scope : TRICKY) {
      for (String name : TRICKY) {
        all.add(new PartitionId(scope, name));
      }
    }
    for (PartitionId one : all) {
      assertEquals(one, PartitionId.decode(one.encoded() + "1:the rest"));
      assertTrue(one.encoded().startsWith(PartitionId.scopePrefix(one.scope())));
      for (PartitionId other : all) {
        if (one != other) {
          assertFalse(one.encoded().startsWith(other.encoded()), one + " and " + other);
        }
      }
    }
  }

  @Test
  void theStoredFormStaysAsItIs() {
    assertEquals("11:=app/orders2:=p", new PartitionId("app/orders", "p").encoded());
  }
}
