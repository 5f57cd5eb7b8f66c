package org.muleignite.queue.mule;

import static org.mule.runtime.api.i18n.I18nMessageFactory.createStaticMessage;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.mule.runtime.api.exception.MuleRuntimeException;
import org.mule.runtime.core.api.util.queue.DefaultQueueConfiguration;
import org.mule.runtime.core.api.util.queue.QueueConfiguration;
import org.muleignite.queue.rules.QueueEngine;
import org.muleignite.queue.rules.QueueHeader;
import org.muleignite.queue.rules.QueueRef;
import org.muleignite.queue.rules.QueueSpec;

/**
 * How the queues of one artifact are configured: what was said on this node, else what the cluster
 * knows, else the default. Thread-safe; {@link #resolve} may ask the cluster.
 */
final class QueueConfigurations {

  /** Temporary queues have ever new names: those that are gone must not pile up. */
  private static final int REMEMBERED = 1_000;

  private static final class Recent<V> extends LinkedHashMap<String, V> {

    private static final long serialVersionUID = 1L;

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
      return size() > REMEMBERED;
    }
  }

  private final Map<String, QueueConfiguration> configured = new HashMap<>();
  private final Map<String, QueueConfiguration> disposed = new Recent<>();
  private final Map<String, QueueHeader> found = new Recent<>();
  private final Set<String> inUse = new HashSet<>();
  private QueueConfiguration defaults = new DefaultQueueConfiguration();

  synchronized void setDefault(QueueConfiguration configuration) {
    defaults = configuration;
  }

  /**
   * @throws MuleRuntimeException when the queue is in use with another configuration
   */
  synchronized void configure(String name, QueueConfiguration configuration) {
    QueueConfiguration present = configured.get(name);
    if (present != null && inUse.contains(name) && !same(present, configuration)) {
      throw new MuleRuntimeException(
          createStaticMessage(
              "Queue '%s' is in use as %s, it cannot become %s: dispose it first.",
              name, text(present), text(configuration)));
    }
    configured.put(name, configuration);
    disposed.remove(name);
    found.remove(name);
  }

  synchronized Optional<QueueConfiguration> get(String name) {
    QueueConfiguration present = configured.get(name);
    return Optional.ofNullable(present == null ? disposed.get(name) : present);
  }

  synchronized void use(String name) {
    QueueConfiguration again = disposed.remove(name);
    if (again != null) {
      configured.put(name, again);
    }
    if (configured.containsKey(name)) {
      inUse.add(name);
    }
  }

  /** The configuration stays known for a while, for who uses the name again. */
  synchronized void disposed(String name) {
    QueueConfiguration last = configured.remove(name);
    if (last != null) {
      disposed.put(name, last);
    }
    inUse.remove(name);
    found.remove(name);
  }

  /** What the cluster said about the name may be outdated. */
  synchronized void doubt(String name) {
    found.remove(name);
  }

  /** Which queue the name means. */
  QueueSpec resolve(QueueEngine engine, String queueId, String name) {
    QueueConfiguration fallback;
    synchronized (this) {
      QueueConfiguration said = configured.get(name);
      if (said != null) {
        return QueueSpec.configured(new QueueRef(queueId, said.isPersistent()), said.getCapacity());
      }
      QueueHeader known = found.get(name);
      if (known != null) {
        return spec(queueId, known.isPersistent(), known.capacity());
      }
      fallback = defaults;
    }
    QueueHeader header = engine.lookup(queueId);
    if (header == null) {
      return spec(queueId, fallback.isPersistent(), fallback.getCapacity());
    }
    synchronized (this) {
      found.put(name, header);
    }
    return spec(queueId, header.isPersistent(), header.capacity());
  }

  private static QueueSpec spec(String queueId, boolean persistent, int capacity) {
    return new QueueSpec(new QueueRef(queueId, persistent), capacity);
  }

  private static boolean same(QueueConfiguration one, QueueConfiguration other) {
    return one.isPersistent() == other.isPersistent() && one.getCapacity() == other.getCapacity();
  }

  private static String text(QueueConfiguration configuration) {
    return (configuration.isPersistent() ? "persistent" : "transient")
        + " with capacity "
        + configuration.getCapacity();
  }
}
