package org.muleignite.cluster.installer;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** Says what is installed where. Used by one thread; reads the disk only. */
final class Status {

  private final MuleInstallation mule;
  private final PrintStream out;

  Status(MuleInstallation mule, PrintStream out) {
    this.mule = mule;
    this.out = out;
  }

  void run() throws IOException {
    out.println("Mule         " + mule.version() + " in " + mule.home());
    out.println("entry        " + relative(mule.entryJars()));
    out.println(
        "engine       "
            + relative(
                MuleInstallation.filesIn(mule.resolve(MuleInstallation.ENGINE_FOLDER)).stream()
                    .filter(file -> file.toString().endsWith(".jar"))
                    .collect(Collectors.toList())));
    out.println("installed by " + (new InstalledFiles(mule).isEmpty() ? "hand" : "mule-ignite"));
    Path identity = mule.resolve(".mule/ignite/node.properties");
    out.println(
        "durable data "
            + (Files.exists(identity) ? identity.getParent() : "none in " + identity.getParent()));
  }

  private String relative(List<Path> files) {
    return files.isEmpty()
        ? "none"
        : files.stream()
            .map(file -> mule.home().relativize(file).toString())
            .collect(Collectors.joining(", "));
  }
}
