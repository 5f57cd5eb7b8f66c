package org.muleignite.tests.cluster;

import static java.util.Collections.emptyList;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.muleignite.tests.support.TestCluster;

/** Members find each other, exactly one is primary, and numbers stay. */
class MembershipIT {

  private static final Duration LIMIT = Duration.ofSeconds(20);

  @Test
  void theOldestIsPrimaryAndTheNextTakesOver() {
    try (TestCluster cluster = TestCluster.of(3, () -> emptyList())) {
      await("primary").atMost(LIMIT).until(() -> cluster.member(0).primary().isPrimary());
      assertFalse(cluster.member(1).primary().isPrimary());
      assertEquals(3, cluster.member(2).context().membership().members().size());

      cluster.stop(0);
      await("next primary").atMost(LIMIT).until(() -> cluster.member(1).primary().isPrimary());
      assertFalse(cluster.member(2).primary().isPrimary());
      cluster.member(2).context().membership().checkMember();
    }
  }

  @Test
  void aNodeKeepsItsNumberOverAFullStop() {
    try (TestCluster cluster = TestCluster.of(2, () -> emptyList())) {
      int first = cluster.member(0).number();
      int second = cluster.member(1).number();
      assertNotEquals(first, second);
      cluster.stopAll();
      cluster.startAll();
      assertEquals(first, cluster.member(0).number());
      assertEquals(second, cluster.member(1).number());
      assertTrue(cluster.member(0).context().membership().members().size() == 2);
    }
  }
}
