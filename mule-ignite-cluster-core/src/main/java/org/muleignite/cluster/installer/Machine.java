package org.muleignite.cluster.installer;

import java.io.File;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.ObjectName;
import org.muleignite.cluster.config.ClusterSettings;
import org.muleignite.cluster.config.NodeConfiguration;

/** Whether disk and memory of this machine suffice for a node. Used by one thread. */
final class Machine {

  private static final long MEGABYTE = 1L << 20;

  /** What the log of durable data takes at once, its archive, and a little data. */
  private static final long DISK_MB = 1280;

  private final ClusterSettings settings;
  private final File muleHome;
  private final PrintStream out;

  Machine(ClusterSettings settings, File muleHome, PrintStream out) {
    this.settings = settings;
    this.muleHome = muleHome;
    this.out = out;
  }

  /**
   * @return whether both do
   */
  boolean check() {
    return checkDisk() & checkMemory();
  }

  private boolean checkDisk() {
    File folder = NodeConfiguration.storage(settings, muleHome).getAbsoluteFile();
    while (!folder.exists()) {
      folder = folder.getParentFile();
    }
    long free = folder.getUsableSpace() / MEGABYTE;
    if (!folder.isDirectory() || !folder.canWrite() || free < DISK_MB) {
      out.println(
          "FAIL  '"
              + folder
              + "' for durable data has "
              + free
              + " MB of room that this user may write, and "
              + DISK_MB
              + " are needed: make room, or set 'storage' to another folder.");
      return false;
    }
    out.println("ok    " + free + " MB of disk below " + folder);
    return true;
  }

  private boolean checkMemory() {
    long needed = settings.getTransientMemoryMb() + (long) settings.getPersistentMemoryMb();
    long installed = physicalMemory() / MEGABYTE;
    if (installed < needed) {
      out.println(
          "FAIL  transientMemoryMb and persistentMemoryMb are "
              + needed
              + " MB together, and this machine has "
              + installed
              + ": set them lower.");
      return false;
    }
    out.println("ok    " + needed + " MB of off-heap memory at most, of " + installed);
    return true;
  }

  private static long physicalMemory() {
    try {
      ObjectName system = new ObjectName("java.lang:type=OperatingSystem");
      return (Long)
          ManagementFactory.getPlatformMBeanServer()
              .getAttribute(system, "TotalPhysicalMemorySize");
    } catch (JMException e) {
      throw new IllegalStateException("This JVM does not tell the memory of its machine", e);
    }
  }
}
