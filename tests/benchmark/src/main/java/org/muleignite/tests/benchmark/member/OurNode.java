package org.muleignite.tests.benchmark.member;

import java.util.List;
import java.util.stream.Stream;
import org.apache.ignite.Ignite;
import org.apache.ignite.cache.affinity.Affinity;
import org.apache.ignite.cluster.ClusterNode;
import org.mule.runtime.api.cluster.ClusterService;
import org.mule.runtime.core.api.config.MuleProperties;
import org.muleignite.cluster.api.CacheSpec;
import org.muleignite.cluster.config.ClusterSettings;
import org.muleignite.cluster.engine.ClusterMember;
import org.muleignite.objectstore.ObjectStoreModule;
import org.muleignite.queue.QueueModule;
import org.muleignite.tests.benchmark.fleet.Seat;
import org.muleignite.tests.benchmark.lock.Locks;
import org.muleignite.tests.benchmark.lock.OurLocks;
import org.muleignite.tests.benchmark.queue.OurQueues;
import org.muleignite.tests.benchmark.queue.Queues;
import org.muleignite.tests.benchmark.store.OurStores;
import org.muleignite.tests.benchmark.store.Stores;

/** A member as Mule would run it, with default settings but for ports and memory. */
final class OurNode implements Node {

  private final int nodes;
  private final ClusterMember member;
  private final ClusterService primary;
  private final Queues queues;
  private final Stores stores;
  private final Locks locks;

  OurNode(Seat seat) {
    nodes = seat.setup().nodes();
    member =
        new ClusterMember(
            settings(seat),
            seat.storage().toFile(),
            List.of(new ObjectStoreModule(), new QueueModule()));
    member.start(null);
    CapturedServices services = CapturedServices.of(member);
    primary = services.get(MuleProperties.OBJECT_CLUSTER_SERVICE, ClusterService.class);
    queues = new OurQueues(member.context().ignite(), services);
    stores = new OurStores(member.context().ignite(), services);
    locks = new OurLocks(member.context().membership(), services);
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
    return members() == nodes && caches().allMatch(this::isDealtOut);
  }

  private Stream<CacheSpec> caches() {
    return member.modules().stream().flatMap(module -> module.caches().stream());
  }

  private boolean isDealtOut(CacheSpec cache) {
    Ignite ignite = member.context().ignite();
    Affinity<Object> partitions = ignite.affinity(cache.name());
    for (ClusterNode node : ignite.cluster().nodes()) {
      if (partitions.primaryPartitions(node).length == 0) {
        return false;
      }
    }
    return true;
  }

  @Override
  public boolean isPrimary() {
    return primary.isPrimaryPollingInstance();
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
    member.stop();
  }
}
