package org.muleignite.cluster.installer;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What {@code bin/mule-ignite} runs: install, uninstall, check and status of this plugin in a
 * MULE_HOME. Ends with 0 when all is well, 1 when something is wrong, 2 when it was called wrongly.
 * Runs on one thread.
 */
public final class InstallerMain {

  private static final int OK = 0;
  private static final int FAILED = 1;
  private static final int MISUSED = 2;

  private static final String USAGE =
      "usage: mule-ignite install | uninstall | check | status [--mule-home FOLDER] [--force]";

  private final Path root;
  private final PrintStream out;

  InstallerMain(Path root, PrintStream out) {
    this.root = root;
    this.out = out;
  }

  /**
   * @param arguments the folder of the distribution, then those of the operator
   */
  public static void main(String[] arguments) throws IOException {
    List<String> ofOperator = new ArrayList<>(Arrays.asList(arguments));
    Path root = Paths.get(ofOperator.remove(0)).toAbsolutePath().normalize();
    System.exit(new InstallerMain(root, System.out).run(ofOperator));
  }

  /**
   * @return the code to end with
   */
  int run(List<String> arguments) throws IOException {
    List<String> rest = new ArrayList<>(arguments);
    boolean force = rest.remove("--force");
    Path home = home(rest);
    if (home == null || rest.size() != 1) {
      out.println(USAGE);
      return MISUSED;
    }
    try {
      return run(rest.get(0), MuleInstallation.at(home), force);
    } catch (InstallerException e) {
      out.println(e.getMessage());
      return FAILED;
    }
  }

  /** Takes the option away; null when it names nothing. */
  private Path home(List<String> arguments) {
    int option = arguments.indexOf("--mule-home");
    if (option < 0) {
      String variable = System.getenv("MULE_HOME");
      return variable == null || variable.isEmpty() ? root : Paths.get(variable);
    }
    if (option + 1 == arguments.size()) {
      return null;
    }
    arguments.remove(option);
    return Paths.get(arguments.remove(option)).toAbsolutePath().normalize();
  }

  private int run(String command, MuleInstallation mule, boolean force) throws IOException {
    switch (command) {
      case "install":
        new Install(new Distribution(root), mule, out).run(javaVersion(), force);
        return OK;
      case "uninstall":
        new Uninstall(mule, out).run();
        return OK;
      case "check":
        return new Check(mule, out).run() ? OK : FAILED;
      case "status":
        new Status(mule, out).run();
        return OK;
      default:
        out.println(USAGE);
        return MISUSED;
    }
  }

  private static int javaVersion() {
    String version = System.getProperty("java.specification.version");
    return Integer.parseInt(version.startsWith("1.") ? version.substring(2) : version);
  }
}
