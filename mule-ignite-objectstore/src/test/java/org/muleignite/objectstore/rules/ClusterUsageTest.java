package org.muleignite.objectstore.rules;

import static java.util.Arrays.asList;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.muleignite.cluster.api.ClusterException;
import org.muleignite.cluster.api.Membership;
import org.muleignite.cluster.api.MembershipChange;
import org.muleignite.cluster.api.NodeGoneException;
import org.muleignite.cluster.api.NodeMessenger;
import org.muleignite.cluster.api.RequestHandler;

class ClusterUsageTest {

  private static final PartitionId PARTITION = new PartitionId("app/a", "p");

  private final Network network = new Network();
  private final ClusterUsage first = new ClusterUsage("usage");
  private final ClusterUsage second = new ClusterUsage("usage");
  private final Node firstNode = network.join();
  private final Node secondNode = network.join();
  private final UsagePort asking = first.connect(firstNode, firstNode);

  ClusterUsageTest() {
    second.connect(secondNode, secondNode);
  }

  @Test
  void theUseOfEveryMemberCounts() {
    assertFalse(asking.isOpenAnywhere(PARTITION));
    OpenPartitions there = new OpenPartitions();
    second.register("app/a", there);
    there.open("p");
    there.open("q");
    OpenPartitions here = new OpenPartitions();
    first.register("app/a", here);
    here.open("r \uD800");
    assertTrue(asking.isOpenAnywhere(PARTITION));
    assertFalse(asking.isOpenAnywhere(new PartitionId("app/b", "p")));
    assertEquals(new HashSet<>(asList("p", "q", "r \uD800")), asking.openAnywhere("app/a"));
    there.close("p");
    assertFalse(asking.isOpenAnywhere(PARTITION));
  }

  @Test
  void onlyTheLatestDeploymentCounts() {
    OpenPartitions before = new OpenPartitions();
    second.register("app/a", before);
    before.open("p");
    second.register("app/a", new OpenPartitions());
    assertFalse(asking.isOpenAnywhere(PARTITION));
  }

  @Test
  void aMemberThatLeavesMeanwhileUsesNothing() {
    network.failing.put(secondNode.id, new NodeGoneException(secondNode.id, "usage"));
    assertFalse(asking.isOpenAnywhere(PARTITION));
  }

  @Test
  void aMemberThatCannotAnswerLeavesItUnknown() {
    network.failing.put(secondNode.id, new ClusterException("broken"));
    assertThrows(ClusterException.class, () -> asking.isOpenAnywhere(PARTITION));
  }

  private static final class Network {

    private final List<UUID> members = new ArrayList<>();
    private final Map<UUID, RequestHandler> handlers = new HashMap<>();
    private final Map<UUID, RuntimeException> failing = new HashMap<>();

    Node join() {
      Node node = new Node(this);
      members.add(node.id);
      return node;
    }
  }

  private static final class Node implements NodeMessenger, Membership {

    private final UUID id = UUID.randomUUID();
    private final Network network;

    Node(Network network) {
      this.network = network;
    }

    @Override
    public UUID localNode() {
      return id;
    }

    @Override
    public CompletableFuture<byte[]> request(UUID node, String service, byte[] payload) {
      RuntimeException failure = network.failing.get(node);
      return failure == null
          ? network.handlers.get(node).handle(id, payload)
          : CompletableFuture.failedFuture(failure);
    }

    @Override
    public void tell(UUID node, String service, byte[] payload) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void serve(String service, RequestHandler handler) {
      network.handlers.put(id, handler);
    }

    @Override
    public List<UUID> members() {
      return network.members;
    }

    @Override
    public boolean isMember(UUID node) {
      return network.members.contains(node);
    }

    @Override
    public void checkMember() {}

    @Override
    public void confirmMember() {}

    @Override
    public boolean hasQuorum() {
      return true;
    }

    @Override
    public boolean mayAct() {
      return true;
    }

    @Override
    public void onChange(Consumer<MembershipChange> listener) {
      throw new UnsupportedOperationException();
    }

    @Override
    public CompletableFuture<Void> fenced(UUID departed) {
      return CompletableFuture.completedFuture(null);
    }
  }
}
