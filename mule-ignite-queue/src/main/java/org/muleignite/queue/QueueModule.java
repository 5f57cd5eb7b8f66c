package org.muleignite.queue;

import java.io.File;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.mule.runtime.api.config.custom.CustomizationService;
import org.mule.runtime.core.api.config.MuleProperties;
import org.muleignite.cluster.api.CacheSpec;
import org.muleignite.cluster.api.ClusterContext;
import org.muleignite.cluster.api.ClusterUnavailableException;
import org.muleignite.cluster.api.ServiceModule;
import org.muleignite.cluster.api.StorageRoom;
import org.muleignite.cluster.config.Setting;
import org.muleignite.cluster.config.Settings;
import org.muleignite.queue.ignite.IgniteItemStore;
import org.muleignite.queue.mule.IgniteQueueManager;
import org.muleignite.queue.rules.QueueDepths;
import org.muleignite.queue.rules.QueueEngine;
import org.muleignite.queue.rules.RoomGauge;
import org.muleignite.queue.rules.SetAside;

/** Wires the clustered queues into a node. Thread-safe. */
public final class QueueModule implements ServiceModule {

  private final ToLongFunction<File> usableSpace;
  private volatile QueueEngine running;

  /** Found by {@link java.util.ServiceLoader}. */
  public QueueModule() {
    this(File::getUsableSpace);
  }

  /**
   * @param usableSpace of the disk with that folder, in bytes
   */
  QueueModule(ToLongFunction<File> usableSpace) {
    this.usableSpace = usableSpace;
  }

  @Override
  public Setting<Boolean> enabledBy() {
    return Settings.QUEUE_ENABLED;
  }

  @Override
  public Collection<CacheSpec> caches() {
    return IgniteItemStore.CACHES;
  }

  @Override
  public void start(ClusterContext context) {
    running =
        new QueueEngine(
            new IgniteItemStore(context.ignite()),
            room(context),
            context.membership(),
            context.messenger(),
            context.clock());
  }

  private RoomGauge room(ClusterContext context) {
    RoomGauge room = new StorageRoom(context.ignite(), usableSpace)::left;
    // Without persistence, persistent queues fill the memory.
    return context.settings().get(Settings.PERSISTENCE) ? room : durable -> room.left(false);
  }

  @Override
  public void override(CustomizationService services) {
    services.overrideDefaultServiceImpl(
        MuleProperties.OBJECT_QUEUE_MANAGER, new IgniteQueueManager(this::engine));
  }

  @Override
  public Map<String, Object> beans() {
    return Collections.singletonMap("Queues", new QueuesBean(this::depths, this::setAside));
  }

  @Override
  public void stop() {
    QueueEngine engine = running;
    running = null;
    if (engine != null) {
      engine.close();
    }
  }

  /**
   * What the queues hold, for an operator.
   *
   * @throws ClusterUnavailableException when the node is not running
   */
  public QueueDepths depths() {
    return engine().depths();
  }

  /**
   * The items of all queues that no application could read, for an operator.
   *
   * @throws ClusterUnavailableException when the node is not running
   */
  public SetAside setAside() {
    return engine().setAside();
  }

  private QueueEngine engine() {
    QueueEngine engine = running;
    if (engine == null) {
      throw new ClusterUnavailableException("The cluster node of the queues is not running.");
    }
    return engine;
  }
}
