package org.muleignite.cluster.node;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.apache.ignite.cache.affinity.AffinityKey;
import org.junit.jupiter.api.Test;

class CopyDigestsTest {

  @Test
  void digestsArriveAsTheyWereSent() {
    Map<AffinityKey<String>, Long> sent =
        Map.of(
            new AffinityKey<>("ключ", "app/orders"),
            1L,
            new AffinityKey<>("k".repeat(100_000), ""),
            -1L);
    assertEquals(sent, CopyDigests.decode(CopyDigests.encode(sent)));
  }
}
