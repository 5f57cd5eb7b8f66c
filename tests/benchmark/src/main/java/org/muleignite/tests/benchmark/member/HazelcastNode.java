package org.muleignite.tests.benchmark.member;

import com.hazelcast.cluster.Member;
import com.hazelcast.config.Config;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.MapConfig;
import com.hazelcast.config.NetworkConfig;
import com.hazelcast.config.QueueConfig;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.partition.PartitionService;
import org.muleignite.tests.benchmark.fleet.Seat;
import org.muleignite.tests.benchmark.fleet.Side;
import org.muleignite.tests.benchmark.lock.HazelcastLocks;
import org.muleignite.tests.benchmark.lock.Locks;
import org.muleignite.tests.benchmark.queue.HazelcastQueues;
import org.muleignite.tests.benchmark.queue.Queues;
import org.muleignite.tests.benchmark.store.HazelcastStores;
import org.muleignite.tests.benchmark.store.Stores;

/** A Hazelcast member that does nothing but what is measured. */
final class HazelcastNode implements Node {

  private static final String HOST = "127.0.0.1";

  private final int nodes;
  private final HazelcastInstance hazelcast;
  private final Queues queues;
  private final Stores stores;
  private final Locks locks;

  HazelcastNode(Seat seat) {
    nodes = seat.setup().nodes();
    hazelcast = Hazelcast.newHazelcastInstance(configuration(seat));
    queues = new HazelcastQueues(hazelcast);
    stores = new HazelcastStores(hazelcast);
    boolean cp = seat.setup().side() == Side.HAZELCAST_CP;
    locks = cp ? HazelcastLocks.fenced(hazelcast) : HazelcastLocks.ofMap(hazelcast);
  }

  private static Config configuration(Seat seat) {
    Config config = new Config().setClusterName(seat.cluster());
    config.setProperty("hazelcast.phone.home.enabled", "false");
    config.setProperty("hazelcast.logging.type", "slf4j");
    config.setProperty("hazelcast.shutdownhook.enabled", "false");
    config.setProperty("hazelcast.socket.bind.any", "false");
    config.getMetricsConfig().setEnabled(false);
    config.getJetConfig().setEnabled(false);
    network(config.getNetworkConfig(), seat);
    config.addQueueConfig(
        new QueueConfig("*").setBackupCount(1).setAsyncBackupCount(0).setStatisticsEnabled(false));
    config.addMapConfig(
        new MapConfig("*").setBackupCount(1).setAsyncBackupCount(0).setStatisticsEnabled(false));
    return config;
  }

  private static void network(NetworkConfig network, Seat seat) {
    network.setPort(seat.firstPort() + seat.index()).setPortAutoIncrement(false);
    network.getInterfaces().setEnabled(true).addInterface(HOST);
    JoinConfig join = network.getJoin();
    join.getAutoDetectionConfig().setEnabled(false);
    join.getMulticastConfig().setEnabled(false);
    join.getTcpIpConfig().setEnabled(true);
    for (int i = 0; i < seat.setup().nodes(); i++) {
      join.getTcpIpConfig().addMember(HOST + ":" + (seat.firstPort() + i));
    }
  }

  @Override
  public int members() {
    return hazelcast.getCluster().getMembers().size();
  }

  /** Safe is not enough: a cluster whose partitions have yet to be dealt out is called safe too. */
  @Override
  public boolean isSettled() {
    PartitionService partitions = hazelcast.getPartitionService();
    int fairShare = partitions.getPartitions().size() / nodes;
    return members() == nodes
        && hazelcast.getCluster().getMembers().stream()
            .allMatch(member -> owned(partitions, member) >= fairShare)
        && partitions.isClusterSafe();
  }

  private static long owned(PartitionService partitions, Member member) {
    return partitions.getPartitions().stream()
        .filter(partition -> member.equals(partition.getOwner()))
        .count();
  }

  /** The oldest member, for want of a notion of Hazelcast's own. */
  @Override
  public boolean isPrimary() {
    return hazelcast.getCluster().getMembers().iterator().next().localMember();
  }

  @Override
  public Queues queues() {
    return queues;
  }

  @Override
  public Stores stores() {
    return stores;
  }

  @Override
  public Locks locks() {
    return locks;
  }

  @Override
  public void close() {
    hazelcast.getLifecycleService().terminate();
  }
}
