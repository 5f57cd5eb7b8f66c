package org.muleignite.cluster.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps durable data from other users of the machine: the storage folder is its owner's only.
 * Stateless.
 */
final class PrivateFolder {

  private static final Logger LOGGER = LoggerFactory.getLogger(PrivateFolder.class);

  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rwx------");

  private PrivateFolder() {}

  /**
   * Makes the folder where it is missing, and shuts others out where the file system can say so. A
   * folder that belongs to somebody else, such as a mounted volume, is left as it is, with a
   * warning.
   *
   * @throws IOException when there can be no such folder
   */
  static void create(Path folder) throws IOException {
    Files.createDirectories(folder);
    if (!Files.getFileStore(folder).supportsFileAttributeView("posix")) {
      return;
    }
    if (OWNER_ONLY.containsAll(Files.getPosixFilePermissions(folder))) {
      return;
    }
    try {
      Files.setPosixFilePermissions(folder, OWNER_ONLY);
    } catch (IOException e) {
      LOGGER.warn(
          "The storage folder {} can be read by other users of this machine, and that could not be"
              + " changed ({}): run 'chmod 700' on it as its owner.",
          folder,
          e.toString());
    }
  }
}
