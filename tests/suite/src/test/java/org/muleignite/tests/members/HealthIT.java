package org.muleignite.tests.members;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.openmbean.TabularData;
import org.junit.jupiter.api.Test;
import org.muleignite.cluster.config.ClusterSettings;
import org.muleignite.cluster.engine.Applications;
import org.muleignite.cluster.engine.ClusterHealth;
import org.muleignite.cluster.engine.ClusterMember;
import org.muleignite.cluster.engine.NodeState;
import org.muleignite.cluster.engine.RejoiningMember;
import org.muleignite.cluster.membership.IgniteMembership;
import org.muleignite.tests.support.TestCluster;

/** What an operator sees of a node, and can do, while its life goes on. */
class HealthIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Counts what is asked of it. */
  private static final class Counted implements Applications {
    private final AtomicInteger suspended = new AtomicInteger();
    private final AtomicInteger restarted = new AtomicInteger();

    @Override
    public void suspend(String reason) {
      suspended.incrementAndGet();
    }

    @Override
    public void restart() {
      restarted.incrementAndGet();
    }
  }

  @Test
  void theBeanFollowsAMemberThroughLossAndReturn() throws Exception {
    try (TestCluster cluster =
        new TestCluster(
            List::of,
            settings -> {
              settings.setClusterSize(2);
              settings.setQuorum(2);
              settings.setLeaseMillis(1_000);
            })) {
      ClusterSettings settings = cluster.settings();
      Counted applications = new Counted();
      RejoiningMember member =
          new RejoiningMember(
              () -> new ClusterMember(settings, cluster.storage(5), List.of()),
              null,
              applications,
              reason -> {
                throw new IllegalStateException(reason);
              });
      ClusterHealth health = new ClusterHealth(member, settings);
      assertEquals(NodeState.JOINING, health.state());
      Thread starter = new Thread(member::start);
      starter.start();
      awaitState(health, NodeState.WAITING_FOR_NODES);
      cluster.start(0);
      starter.join();
      awaitState(health, NodeState.ACTIVE);
      awaitPrimary(health, true);
      followsJmx(health, member);

      cluster.stop(0);
      awaitState(health, NodeState.BELOW_QUORUM);
      awaitPrimary(health, false);
      await("applications end").atMost(PATIENCE).until(() -> applications.suspended.get() == 1);
      cluster.start(0);
      awaitState(health, NodeState.ACTIVE);
      await("applications run").atMost(PATIENCE).until(() -> applications.restarted.get() == 1);
      awaitPrimary(health, true);

      fails(member);
      await("rejoined").atMost(PATIENCE).until(() -> applications.restarted.get() == 2);
      awaitState(health, NodeState.ACTIVE);
      assertEquals(2, health.getMembers().size());
      health.stop();
      assertEquals(NodeState.STOPPING, health.state());
      member.stop();
    }
  }

  /** As when the engine says that the others dropped this node. */
  private static void fails(RejoiningMember member) {
    ((IgniteMembership) member.present().context().membership()).lose("lost by the test");
  }

  private static void followsJmx(ClusterHealth health, RejoiningMember member) throws Exception {
    MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    ObjectName name = new ObjectName("org.muleignite.test:type=Cluster");
    server.registerMBean(health, name);
    try {
      assertEquals("ACTIVE", server.getAttribute(name, "State"));
      assertEquals(2, ((String[]) server.getAttribute(name, "Members")).length);
      assertEquals(2, ((String[]) server.getAttribute(name, "Baseline")).length);
      assertEquals(0, server.getAttribute(name, "PartitionsWithoutCopy"));
      assertTrue(!((TabularData) server.getAttribute(name, "Entries")).isEmpty(), "entries");
      forcesALock(server, name, member);
    } finally {
      server.unregisterMBean(name);
    }
  }

  private static void forcesALock(MBeanServer server, ObjectName name, RejoiningMember member)
      throws Exception {
    CountDownLatch held = new CountDownLatch(1);
    Thread forgetful =
        new Thread(
            () -> {
              member.present().locks().lock("forgotten").lock();
              held.countDown();
            },
            "forgetful");
    forgetful.start();
    held.await();
    String[] locks = (String[]) server.getAttribute(name, "LocksHeld");
    assertEquals(1, locks.length);
    assertTrue(locks[0].startsWith("'forgotten' held by thread 'forgetful'"), locks[0]);
    Object[] id = {"forgotten"};
    String[] types = {String.class.getName()};
    assertEquals(true, server.invoke(name, "releaseLock", id, types));
    assertEquals(0, ((String[]) server.getAttribute(name, "LocksHeld")).length);
    assertFalse((Boolean) server.invoke(name, "releaseLock", id, types));
  }

  private static void awaitState(ClusterHealth health, NodeState state) {
    await(state.name()).atMost(PATIENCE).until(() -> health.state() == state);
  }

  private static void awaitPrimary(ClusterHealth health, boolean primary) {
    await("primary").atMost(PATIENCE).until(() -> health.isPrimary() == primary);
  }
}
