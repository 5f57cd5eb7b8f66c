package org.muleignite.cluster.node;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.Mockito.RETURNS_DEEP_STUBS;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.ignite.cluster.ClusterNode;
import org.apache.ignite.plugin.PluginContext;
import org.apache.ignite.plugin.PluginValidationException;
import org.junit.jupiter.api.Test;
import org.muleignite.cluster.config.ClusterSettings;

class JoinPolicyTest {

  private final JoinPolicy policy = policy("orders", settings -> {});

  private static JoinPolicy policy(String clusterName, Consumer<ClusterSettings> tuning) {
    ClusterSettings settings = new ClusterSettings();
    settings.setClusterName(clusterName);
    tuning.accept(settings);
    return new JoinPolicy(settings);
  }

  private static ClusterNode node(String clusterName, Object protocol) {
    ClusterNode node = node(policy(clusterName, settings -> {}));
    when(node.attribute(JoinPolicy.PROTOCOL)).thenReturn(protocol);
    return node;
  }

  private static ClusterNode node(JoinPolicy ofNode) {
    ClusterNode node = mock();
    when(node.id()).thenReturn(new UUID(0, 1));
    when(node.consistentId()).thenReturn("n-7");
    when(node.addresses()).thenReturn(List.of("10.0.0.7"));
    ofNode.attributes().forEach((key, value) -> when(node.attribute(key)).thenReturn(value));
    return node;
  }

  @Test
  void aNodeThatKeepsDataInAnotherWayIsRefusedOnBothSides() {
    assertRefused(
        node(policy("orders", settings -> settings.setBackups(2))),
        "mule-ignite setting 'backups' of the joining node is 2, but the members of the cluster have"
            + " 1: set the same on every node.");
    assertRefused(
        node(policy("orders", settings -> settings.setPersistence(false))),
        "mule-ignite setting 'persistence' of the joining node is false, but the members of the"
            + " cluster have true: set the same on every node.");
  }

  @Test
  void whoAsksIsAnsweredAndNotLetIn() {
    ClusterNode asking = node("orders", JoinPolicy.PROTOCOL_VERSION);
    when(asking.attribute(JoinPolicy.QUESTION)).thenReturn("clock");
    long before = System.currentTimeMillis();
    String answer = refusalOf(asking).remoteMessage();
    assertTrue(answer.startsWith(JoinPolicy.ANSWER), answer);
    long told = Long.parseLong(answer.substring(JoinPolicy.ANSWER.length()));
    assertTrue(told >= before && told <= System.currentTimeMillis(), answer);
    ClusterNode stranger = node("invoices", JoinPolicy.PROTOCOL_VERSION);
    when(stranger.attribute(JoinPolicy.QUESTION)).thenReturn("clock");
    assertTrue(refusalOf(stranger).remoteMessage().contains("'invoices'"));
  }

  @Test
  void aNodeOfTheSameNameAndProtocolJoins() {
    ClusterNode node = node("orders", JoinPolicy.PROTOCOL_VERSION);
    assertDoesNotThrow(() -> policy.validateNewNode(node, null));
  }

  @Test
  void aNodeOfAnotherNameIsRefusedOnBothSides() {
    assertRefused(
        node("invoices", JoinPolicy.PROTOCOL_VERSION),
        "mule-ignite setting 'clusterName' of the joining node is 'invoices', but the cluster found"
            + " there is 'orders': give the node the same name, or other seeds and another"
            + " 'discoveryPort'.");
  }

  @Test
  void aNodeOfAnotherProtocolIsRefusedOnBothSides() {
    assertRefused(
        node("orders", JoinPolicy.PROTOCOL_VERSION + 1),
        "The joining node of cluster 'orders' speaks mule-ignite protocol 2, the members speak 1:"
            + " install the same mule-ignite version on every node.");
  }

  @Test
  void aNodeOnACopiedStorageFolderIsPutOffAndToldSo() {
    ClusterNode member = node("orders", JoinPolicy.PROTOCOL_VERSION);
    ClusterNode copy = node("orders", JoinPolicy.PROTOCOL_VERSION);
    when(copy.id()).thenReturn(new UUID(0, 2));
    policy.start(engineWith(member));
    assertDoesNotThrow(() -> policy.validateNewNode(member, null));
    String refusal = refusalOf(copy).remoteMessage();
    assertTrue(refusal.startsWith(JoinPolicy.NOT_NOW), refusal);
    assertTrue(refusal.endsWith("its storage folder was copied: give this node an empty folder."));
  }

  @Test
  void nobodyJoinsWhileTheBaselineChanges() {
    ClusterNode node = node("orders", JoinPolicy.PROTOCOL_VERSION);
    policy.start(engineWith());
    policy.whileClosed(
        () -> assertTrue(refusalOf(node).remoteMessage().startsWith(JoinPolicy.NOT_NOW)));
    assertDoesNotThrow(() -> policy.validateNewNode(node, null));
  }

  @Test
  void aNodeWithTheNumberOfAnotherIsRefusedOnBothSides() {
    ClusterNode member = node("orders", JoinPolicy.PROTOCOL_VERSION);
    when(member.consistentId()).thenReturn("n-1");
    ClusterNode node = node("orders", JoinPolicy.PROTOCOL_VERSION);
    for (ClusterNode each : List.of(member, node)) {
      when(each.attribute(JoinPolicy.NUMBER)).thenReturn(3);
    }
    policy.start(engineWith(member));
    assertRefused(
        node,
        "mule-ignite setting 'nodeId' of the joining node is 3, as it is of node n-1 at [10.0.0.7]:"
            + " give each node another one, or leave it out.");
    when(member.attribute(JoinPolicy.NUMBER)).thenReturn(4);
    assertDoesNotThrow(() -> policy.validateNewNode(node, null));
  }

  private static PluginContext engineWith(ClusterNode... members) {
    PluginContext context = mock(PluginContext.class, RETURNS_DEEP_STUBS);
    when(context.grid().cluster().forServers().nodes()).thenReturn(List.of(members));
    return context;
  }

  @Test
  void anIgniteThatIsNoNodeOfOursIsRefused() {
    ClusterNode stranger = mock();
    when(stranger.id()).thenReturn(new UUID(0, 1));
    PluginValidationException refusal = refusalOf(stranger);
    assertTrue(refusal.remoteMessage().contains("'null'"), refusal.remoteMessage());
  }

  private void assertRefused(ClusterNode node, String reason) {
    PluginValidationException refusal = refusalOf(node);
    assertEquals(reason, refusal.remoteMessage(), "on the joining node");
    assertEquals(
        "Refused node n-7 at [10.0.0.7]: " + reason, refusal.getMessage(), "on the members");
    assertEquals(node.id(), refusal.nodeId());
  }

  private PluginValidationException refusalOf(ClusterNode node) {
    return assertThrows(PluginValidationException.class, () -> policy.validateNewNode(node, null));
  }
}
