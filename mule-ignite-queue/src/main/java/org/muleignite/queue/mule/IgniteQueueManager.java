package org.muleignite.queue.mule;

import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.mule.runtime.core.api.MuleContext;
import org.mule.runtime.core.api.context.MuleContextAware;
import org.mule.runtime.core.api.util.queue.QueueConfiguration;
import org.mule.runtime.core.api.util.queue.QueueManager;
import org.mule.runtime.core.api.util.queue.QueueSession;
import org.muleignite.cluster.codec.ValueCodec;
import org.muleignite.cluster.mule.ArtifactScope;
import org.muleignite.queue.rules.QueueEngine;
import org.muleignite.queue.rules.QueueSpec;

/**
 * The queue manager of one artifact, over queues that all nodes of the cluster share.
 *
 * <ul>
 *   <li>A put that returned is on two nodes (with the default of one backup) and, in a persistent
 *       queue, in their logs. A transient queue survives any single crash, a persistent one also
 *       the stop of the whole cluster.
 *   <li>A transaction takes and puts in any number of queues, all or nothing. What it took returns
 *       to the head, in order, when it is rolled back or its node dies; what it put is seen by
 *       nobody before its commit. Nothing of it is lost or doubled by a crash.
 *   <li>Outside of transactions an item that was taken is lost if its node dies before it used it.
 *   <li>Queues of different artifacts never meet; the same artifact on all nodes shares them.
 * </ul>
 *
 * <p>Thread-safe. Starting and stopping touches no data: the queues belong to the cluster, not to
 * this node. Needs no initialisation.
 */
public final class IgniteQueueManager implements QueueManager, MuleContextAware {

  private final Supplier<QueueEngine> engine;
  private final QueueConfigurations configurations = new QueueConfigurations();
  private final XaBranches branches = new XaBranches(this);
  private final XaDecisions decisions = new XaDecisions(this, branches);
  private volatile MuleContext muleContext;
  private volatile ValueCodec codec;

  /**
   * @param engine the running engine; asked at each use, throws while there is none
   */
  public IgniteQueueManager(Supplier<QueueEngine> engine) {
    this.engine = engine;
  }

  @Override
  public void setMuleContext(MuleContext context) {
    this.muleContext = context;
    this.codec = ValueCodec.of(context);
  }

  @Override
  public QueueSession getQueueSession() {
    return new IgniteQueueSession(this);
  }

  /** For every queue for which nothing was configured here and nothing is known in the cluster. */
  @Override
  public void setDefaultQueueConfiguration(QueueConfiguration config) {
    configurations.setDefault(Objects.requireNonNull(config, "config"));
  }

  /**
   * @throws org.mule.runtime.api.exception.MuleRuntimeException when the queue is in use here with
   *     another configuration
   */
  @Override
  public void setQueueConfiguration(String queueName, QueueConfiguration config) {
    configurations.configure(named(queueName), Objects.requireNonNull(config, "config"));
  }

  /** What was configured on this node; other nodes are not asked. */
  @Override
  public Optional<QueueConfiguration> getQueueConfiguration(String queueName) {
    return configurations.get(named(queueName));
  }

  @Override
  public void start() {
    // The engine runs before any artifact is deployed.
  }

  @Override
  public void stop() {
    // Sessions that are still open end with their transactions; the data stays in the cluster.
  }

  /**
   * @throws IllegalArgumentException when there is no name
   */
  static String named(String queueName) {
    if (queueName == null || queueName.isEmpty()) {
      throw new IllegalArgumentException("A queue needs a name, got '" + queueName + "'.");
    }
    return queueName;
  }

  QueueEngine engine() {
    return engine.get();
  }

  ValueCodec codec() {
    return codec;
  }

  XaBranches branches() {
    return branches;
  }

  XaDecisions decisions() {
    return decisions;
  }

  QueueConfigurations configurations() {
    return configurations;
  }

  String scope() {
    return ArtifactScope.of(muleContext);
  }

  QueueSpec resolve(String queueName) {
    return configurations.resolve(engine(), scope() + '/' + queueName, queueName);
  }

  boolean isStopping() {
    return muleContext.isStopping();
  }
}
