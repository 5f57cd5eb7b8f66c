package org.muleignite.tests.process;

import java.lang.management.ManagementFactory;
import java.util.Set;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/** How many complete copies there are of the data, as Ignite's metrics say it. */
final class ClusterCopies {

  private ClusterCopies() {}

  /** Whether every partition, transient and persistent, has that many complete copies. */
  static boolean everyPartitionHas(int copies) throws JMException {
    MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    Set<ObjectName> groups =
        server.queryNames(new ObjectName("org.apache:group=cacheGroups,*"), null);
    boolean found = false;
    for (ObjectName group : groups) {
      // The names are quoted; that of the one cache which is on every node does not match.
      if (group.getKeyProperty("name").matches("\"mule-ignite\\.(?!system).*\"")) {
        found = true;
        if ((Integer) server.getAttribute(group, "MinimumNumberOfPartitionCopies") < copies) {
          return false;
        }
      }
    }
    if (!found) {
      throw new IllegalStateException("Metrics of none of our caches: " + groups);
    }
    return true;
  }
}
