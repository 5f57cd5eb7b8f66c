package org.muleignite.tests.cluster;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.mule.runtime.core.api.util.queue.QueueManager;
import org.muleignite.cluster.config.ClusterSettings;
import org.muleignite.queue.QueueModule;
import org.muleignite.queue.rules.QueueDepths;
import org.muleignite.queue.rules.SetAside;
import org.muleignite.tests.artifact.Artifact;
import org.muleignite.tests.support.TestCluster;

/** A cluster of members with queues, and what Mule would do to get at them. */
public final class QueueNodes implements AutoCloseable {

  private final TestCluster cluster;

  public QueueNodes(int size) {
    this(size, settings -> {});
  }

  /**
   * @param tuning changes the settings of a member before it starts
   */
  public QueueNodes(int size, Consumer<ClusterSettings> tuning) {
    this(size, tuning, QueueModule::new);
  }

  /**
   * @param modules makes the queues of each member, one after the other
   */
  public QueueNodes(int size, Consumer<ClusterSettings> tuning, Supplier<QueueModule> modules) {
    cluster = new TestCluster(() -> List.of(modules.get()), tuning);
    for (int node = 0; node < size; node++) {
      cluster.start(node);
    }
  }

  public TestCluster cluster() {
    return cluster;
  }

  /** What an application gets when it is deployed on the node. */
  public QueueManager deploy(int node, String app) {
    return new Artifact(app).queues(cluster.member(node));
  }

  /** What an operator gets on the node. */
  public QueueDepths depths(int node) {
    return ((QueueModule) cluster.member(node).modules().get(0)).depths();
  }

  /** What an operator gets on the node. */
  public SetAside setAside(int node) {
    return ((QueueModule) cluster.member(node).modules().get(0)).setAside();
  }

  @Override
  public void close() {
    cluster.close();
  }
}
