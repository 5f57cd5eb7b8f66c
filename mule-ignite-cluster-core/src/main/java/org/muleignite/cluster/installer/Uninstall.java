package org.muleignite.cluster.installer;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;

/**
 * Takes away what {@link Install} wrote. Settings that were changed since, and durable data, stay.
 * Doing it again changes nothing. Used by one thread, while Mule is stopped.
 */
final class Uninstall {

  private final MuleInstallation mule;
  private final PrintStream out;

  Uninstall(MuleInstallation mule, PrintStream out) {
    this.mule = mule;
    this.out = out;
  }

  void run() throws IOException {
    InstalledFiles installed = new InstalledFiles(mule);
    if (installed.isEmpty()) {
      out.println("Nothing to do: mule-ignite was not installed in " + mule.home() + ".");
      return;
    }
    for (String path : installed.paths()) {
      remove(path, installed);
    }
    installed.delete();
    try {
      Files.deleteIfExists(mule.resolve(MuleInstallation.ENGINE_FOLDER));
    } catch (DirectoryNotEmptyException e) {
      out.println("kept      " + MuleInstallation.ENGINE_FOLDER + " (has files that are not ours)");
    }
    out.println("Done. Durable data stays in .mule/ignite until you delete it.");
  }

  private void remove(String path, InstalledFiles installed) throws IOException {
    if (!Files.exists(mule.resolve(path))) {
      return;
    }
    if (path.startsWith("conf/") && !installed.isUnchanged(path)) {
      out.println("kept      " + path + " (changed by you)");
      return;
    }
    Files.delete(mule.resolve(path));
    out.println("removed   " + path);
  }
}
