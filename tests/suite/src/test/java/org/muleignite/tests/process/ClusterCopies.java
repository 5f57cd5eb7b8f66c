package org.muleignite.tests.process;

import java.lang.management.ManagementFactory;
import java.util.Set;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/** How many complete copies there are of the data, as Ignite's metrics say it. */
final class ClusterCopies {

  private static final String[] GROUPS = {"mule-ignite.transient", "mule-ignite.persistent"};

  private ClusterCopies() {}

  /** Whether every partition, transient and persistent, has that many complete copies. */
  static boolean everyPartitionHas(int copies) throws JMException {
    MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    for (String group : GROUPS) {
      ObjectName pattern = new ObjectName("org.apache:group=cacheGroups,name=\"" + group + "\",*");
      Set<ObjectName> found = server.queryNames(pattern, null);
      if (found.size() != 1) {
        throw new IllegalStateException("Metrics of " + group + ": " + found);
      }
      ObjectName metrics = found.iterator().next();
      int fewest = (Integer) server.getAttribute(metrics, "MinimumNumberOfPartitionCopies");
      if (fewest < copies) {
        return false;
      }
    }
    return true;
  }
}
