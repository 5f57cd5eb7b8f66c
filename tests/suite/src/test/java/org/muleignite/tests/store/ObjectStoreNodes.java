package org.muleignite.tests.store;

import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.mule.runtime.api.store.PartitionableExpirableObjectStore;
import org.muleignite.cluster.config.ClusterSettings;
import org.muleignite.cluster.engine.ClusterMember;
import org.muleignite.objectstore.ObjectStoreModule;
import org.muleignite.objectstore.StoreKind;
import org.muleignite.tests.artifact.Artifact;
import org.muleignite.tests.support.TestCluster;

/** A cluster of members with object stores, and what Mule would do to get at them. */
final class ObjectStoreNodes implements AutoCloseable {

  private final TestCluster cluster;

  ObjectStoreNodes(int size) {
    this(size, settings -> {});
  }

  /**
   * @param tuning changes the settings of a member before it starts
   */
  ObjectStoreNodes(int size, Consumer<ClusterSettings> tuning) {
    cluster = new TestCluster(() -> List.of(new ObjectStoreModule()), tuning);
    for (int node = 0; node < size; node++) {
      cluster.start(node);
    }
  }

  TestCluster cluster() {
    return cluster;
  }

  /** What an application gets when it is deployed on the node. */
  PartitionableExpirableObjectStore<Serializable> deploy(int node, StoreKind kind, String app) {
    return new Artifact(app).store(cluster.member(node), kind);
  }

  /** Returns when so much cluster time has passed on every node. */
  void elapse(long millis) {
    for (ClusterMember member : cluster.running()) {
      long end = member.context().clock().currentTimeMillis() + millis;
      Awaitility.await("cluster time")
          .atMost(Duration.ofMillis(millis).plusSeconds(20))
          .pollInterval(Duration.ofMillis(5))
          .until(() -> member.context().clock().currentTimeMillis() >= end);
    }
  }

  @Override
  public void close() {
    cluster.close();
  }
}
