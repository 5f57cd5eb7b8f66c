package org.muleignite.cluster.installer;

import java.io.File;
import java.io.PrintStream;
import java.util.List;
import java.util.function.Predicate;
import org.muleignite.cluster.api.ClusterException;
import org.muleignite.cluster.config.ClusterSettings;
import org.muleignite.cluster.config.NodeConfiguration;
import org.muleignite.cluster.node.EnginePrerequisites;
import org.muleignite.cluster.node.NodeRehearsal;

/**
 * Says of the configuration of a Mule what holds, and tries what a start would need: ports,
 * members, disk and memory. Lives in the class loader that has the engine's jars and Mule's.
 * Connects to the members and binds ports for a moment; writes nothing.
 */
public final class Preflight implements Predicate<File> {

  private final PrintStream out;

  public Preflight(PrintStream out) {
    this.out = out;
  }

  /**
   * @param muleHome the folder with {@code conf} and {@code .mule}
   * @return whether nothing stands against a start
   */
  @Override
  public boolean test(File muleHome) {
    EnginePrerequisites.establish(Preflight.class.getClassLoader());
    try {
      NodeConfiguration configuration =
          NodeConfiguration.read(
              muleHome, WrapperOptions.systemProperties(muleHome.toPath()), System.getenv());
      describe(configuration);
      NodeRehearsal.check(
          configuration, NodeConfiguration.storage(configuration.settings(), muleHome));
      out.println("ok    configuration");
      return environment(configuration, muleHome);
    } catch (ClusterException e) {
      out.println("FAIL  " + e.getMessage());
      return false;
    }
  }

  private void describe(NodeConfiguration configuration) {
    out.println("      settings: " + NodeConfiguration.PRECEDENCE);
    List<String> chosen = configuration.settings().describeChosen();
    chosen.forEach(line -> out.println("        " + line));
    if (chosen.isEmpty()) {
      out.println("        all at their defaults");
    }
    configuration.notes().forEach(note -> out.println("note  " + note));
    configuration.settings().switchedOff().forEach(line -> out.println("warn  " + line));
  }

  private boolean environment(NodeConfiguration configuration, File muleHome) {
    ClusterSettings settings = configuration.settings();
    Network network = new Network(settings, out);
    boolean reachable = network.checkPorts();
    if (configuration.igniteConfiguration() == null) {
      reachable &= network.askMembers();
    } else {
      out.println("note  members are not asked: conf/mule-ignite.xml says how to find them");
    }
    return new Machine(settings, muleHome, out).check() && reachable;
  }
}
