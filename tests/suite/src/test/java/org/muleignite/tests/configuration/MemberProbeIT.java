package org.muleignite.tests.configuration;

import static java.util.Collections.emptyList;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.muleignite.cluster.api.ClusterException;
import org.muleignite.cluster.api.MembershipChange;
import org.muleignite.cluster.config.ClusterSettings;
import org.muleignite.cluster.node.EnginePrerequisites;
import org.muleignite.cluster.node.MemberProbe;
import org.muleignite.tests.support.TestCluster;

/** What a check learns of members that run, without becoming one. */
class MemberProbeIT {

  /** As the check of an operator does first. */
  @BeforeAll
  static void establish() {
    EnginePrerequisites.establish(MemberProbeIT.class.getClassLoader());
  }

  @Test
  void membersTellTheTimeAndWhomTheyWouldRefuse() {
    try (TestCluster cluster = TestCluster.of(2, () -> emptyList())) {
      List<MembershipChange> changes = new CopyOnWriteArrayList<>();
      cluster.member(0).context().membership().onChange(changes::add);
      Duration ahead = ask(cluster, settings -> {}).orElseThrow();
      // One machine has one clock.
      assertEquals(Duration.ZERO, ahead);

      assertRefused(
          cluster, settings -> settings.setBackups(3), "'backups' of the joining node is 3");
      assertRefused(
          cluster, settings -> settings.setPersistence(false), "'persistence' of the joining node");
      assertRefused(
          cluster,
          settings -> settings.setClusterName("invoices"),
          "'clusterName' of the joining node is 'invoices'");
      assertEquals(List.of(), changes);
      assertEquals(2, cluster.member(0).context().membership().members().size());
    }
  }

  @Test
  void whereNobodyRunsNobodyAnswers() {
    try (TestCluster cluster = new TestCluster(() -> emptyList(), settings -> {})) {
      assertEquals(Optional.empty(), ask(cluster, settings -> {}));
    }
  }

  private static Optional<Duration> ask(TestCluster cluster, Consumer<ClusterSettings> tuning) {
    ClusterSettings settings = cluster.settings();
    tuning.accept(settings);
    return new MemberProbe(settings.readOnly()).clockAhead();
  }

  private static void assertRefused(
      TestCluster cluster, Consumer<ClusterSettings> tuning, String reason) {
    String message = assertThrows(ClusterException.class, () -> ask(cluster, tuning)).getMessage();
    assertTrue(message.startsWith("mule-ignite setting " + reason), message);
  }
}
