package org.muleignite.tests.cluster;

import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.ObjectName;

/** Counts the objects of this JVM that are alive, by what the JVM itself says. */
final class HeapHistogram {

  private HeapHistogram() {}

  /**
   * @param prefix of the names of the classes to count
   */
  static long instancesOf(String prefix) throws JMException {
    String histogram =
        (String)
            ManagementFactory.getPlatformMBeanServer()
                .invoke(
                    new ObjectName("com.sun.management:type=DiagnosticCommand"),
                    "gcClassHistogram",
                    new Object[] {null},
                    new String[] {String[].class.getName()});
    long instances = 0;
    for (String line : histogram.split("\n")) {
      // Rank, instances, bytes, class name, module.
      String[] columns = line.trim().split("\\s+");
      if (columns.length >= 4 && columns[3].startsWith(prefix)) {
        instances += Long.parseLong(columns[1]);
      }
    }
    return instances;
  }
}
