package org.muleignite.cluster.engine;

import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows beans of a node over JMX, each as {@code org.muleignite:type=<type>,name="<clusterName>"},
 * until {@link #close}. A bean that cannot be shown is logged: the cluster works without.
 * Thread-safe.
 */
final class ManagementBeans implements AutoCloseable {

  private static final Logger LOGGER = LoggerFactory.getLogger(ManagementBeans.class);

  private final String clusterName;
  private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
  private final Map<String, ObjectName> shown = new ConcurrentHashMap<>();

  ManagementBeans(String clusterName) {
    this.clusterName = clusterName;
  }

  /** In place of the bean of that type that was shown before. */
  synchronized void show(String type, Object bean) {
    hide(type);
    try {
      ObjectName name =
          new ObjectName("org.muleignite:type=" + type + ",name=" + ObjectName.quote(clusterName));
      server.registerMBean(bean, name);
      shown.put(type, name);
    } catch (JMException e) {
      LOGGER.warn("The JMX bean '{}' of the cluster cannot be shown.", type, e);
    }
  }

  private void hide(String type) {
    ObjectName name = shown.remove(type);
    if (name == null) {
      return;
    }
    try {
      server.unregisterMBean(name);
    } catch (JMException e) {
      LOGGER.debug("The JMX bean '{}' was gone before.", type, e);
    }
  }

  @Override
  public synchronized void close() {
    shown.keySet().forEach(this::hide);
  }
}
