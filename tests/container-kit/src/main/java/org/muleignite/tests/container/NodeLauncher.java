package org.muleignite.tests.container;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Builds the command line of a container and starts its process. */
final class NodeLauncher {

  private static final String MAIN_CLASS = "org.mule.runtime.module.reboot.MuleContainerBootstrap";

  /** Read by the agent, which then never lets the container outlive this JVM. */
  private static final String PARENT_PROPERTY = "muleignite.tests.parent";

  private final MuleHome home;
  private final NodeOptions options;

  NodeLauncher(MuleHome home, NodeOptions options) {
    this.home = home;
    this.options = options;
  }

  /** Starts the process; everything it prints goes to the log, which must not exist yet. */
  Process launch(LogFile log) throws IOException {
    Files.createDirectories(temp());
    Process process =
        new ProcessBuilder(command())
            .directory(home.directory().toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.path().toFile())
            .start();
    LiveProcesses.add(process);
    return process;
  }

  private List<String> command() {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add(
        "-javaagent:" + MuleDistribution.agent() + "=" + temp().resolve("jre-packages.jar"));
    command.add("-D" + PARENT_PROPERTY + "=" + ProcessHandle.current().pid());
    command.add("-Dmule.home=" + home.directory());
    command.add("-Dmule.base=" + home.directory());
    command.add("-Djava.io.tmpdir=" + temp());
    command.addAll(options.jvmArguments());
    command.add("-cp");
    command.add(
        home.conf()
            + File.pathSeparator
            + home.directory().resolve("lib/boot")
            + File.separator
            + "*");
    command.add(MAIN_CLASS);
    return command;
  }

  private Path temp() {
    return home.directory().resolve("tmp");
  }
}
