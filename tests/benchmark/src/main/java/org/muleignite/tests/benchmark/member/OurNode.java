package org.muleignite.tests.benchmark.member;

import java.util.List;
import org.apache.ignite.Ignite;
import org.apache.ignite.cache.affinity.Affinity;
import org.apache.ignite.cluster.ClusterNode;
import org.muleignite.cluster.api.CacheSpec;
import org.muleignite.cluster.config.ClusterSettings;
import org.muleignite.cluster.engine.ClusterMember;
import org.muleignite.queue.QueueModule;
import org.muleignite.tests.benchmark.fleet.Seat;
import org.muleignite.tests.benchmark.queue.OurQueues;
import org.muleignite.tests.benchmark.queue.Queues;

/** A member as Mule would run it, with default settings but for ports and memory. */
final class OurNode implements Node {

  private final int nodes;
  private final ClusterMember member;
  private final Queues queues;

  OurNode(Seat seat) {
    nodes = seat.setup().nodes();
    QueueModule module = new QueueModule();
    member = new ClusterMember(settings(seat), seat.storage().toFile(), List.of(module));
    member.start(null);
    queues = new OurQueues(member);
  }

  private static ClusterSettings settings(Seat seat) {
    ClusterSettings settings = new ClusterSettings();
    settings.setClusterName(seat.cluster());
    settings.setClusterSize(seat.setup().nodes());
    settings.setDiscoveryPort(seat.firstPort());
    settings.setCommunicationPort(seat.firstPort() + settings.getPortRange());
    settings.setWalMode(seat.setup().wal());
    settings.setTransientMemoryMb(seat.setup().transientMb());
    settings.setPersistentMemoryMb(256);
    return settings;
  }

  @Override
  public int members() {
    return member.context().membership().members().size();
  }

  @Override
  public boolean isSettled() {
    if (members() != nodes) {
      return false;
    }
    Ignite ignite = member.context().ignite();
    Affinity<Object> partitions = ignite.affinity(CacheSpec.PREFIX + "queue.transient");
    for (ClusterNode node : ignite.cluster().nodes()) {
      if (partitions.primaryPartitions(node).length == 0) {
        return false;
      }
    }
    return true;
  }

  @Override
  public Queues queues() {
    return queues;
  }

  @Override
  public void close() {
    member.stop();
  }
}
