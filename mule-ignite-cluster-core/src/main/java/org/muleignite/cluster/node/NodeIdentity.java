package org.muleignite.cluster.node;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Properties;
import java.util.UUID;
import org.muleignite.cluster.api.ClusterException;
import org.muleignite.cluster.config.ClusterSettings;
import org.muleignite.cluster.config.Setting;
import org.muleignite.cluster.config.Settings;

/**
 * Who this node is, for ever: the id under which its storage takes part in the cluster, kept in
 * {@code node.properties} in the storage folder. A folder that belongs to another cluster, or was
 * written by a newer version, is refused before Ignite touches it. Immutable.
 */
final class NodeIdentity {

  static final String FILE = "node.properties";

  private static final String FORMAT = "1";

  /** What says how the data in the folder is kept. */
  private static final List<Setting<?>> KEPT =
      Collections.unmodifiableList(
          Arrays.asList(
              Settings.PERSISTENCE,
              Settings.BACKUPS,
              Settings.QUEUE_BACKUPS,
              Settings.STORE_BACKUPS));

  private final String id;

  private NodeIdentity(String id) {
    this.id = id;
  }

  /**
   * Reads the identity, or makes one where there is none yet.
   *
   * @throws ClusterException when the folder cannot be used, with the remedy
   */
  static NodeIdentity of(Path storage, ClusterSettings settings) {
    Path file = storage.resolve(FILE);
    try {
      PrivateFolder.create(storage);
      if (!Files.isWritable(storage)) {
        throw new IOException("no permission to write");
      }
      Properties stored = Files.exists(file) ? read(file) : create(file, settings);
      String id = checked(stored, file, settings.getClusterName());
      checkKept(stored, file, settings);
      return new NodeIdentity(id);
    } catch (IOException e) {
      throw new ClusterException(
          "mule-ignite setting 'storage' is '"
              + storage
              + "', which cannot be read and written ("
              + e.getMessage()
              + "): give the user that runs Mule access to it, or set another folder.",
          e);
    }
  }

  private static Properties read(Path file) throws IOException {
    Properties stored = new Properties();
    try (InputStream in = Files.newInputStream(file)) {
      stored.load(in);
    }
    return stored;
  }

  private static Properties create(Path file, ClusterSettings settings) throws IOException {
    Properties fresh = new Properties();
    fresh.setProperty("format", FORMAT);
    fresh.setProperty("clusterName", settings.getClusterName());
    KEPT.forEach(kept -> fresh.setProperty(kept.key(), settings.get(kept).toString()));
    fresh.setProperty("nodeId", UUID.randomUUID().toString());
    Path draft = file.resolveSibling(FILE + ".new");
    try (OutputStream out = Files.newOutputStream(draft)) {
      fresh.store(out, "Identity of this mule-ignite node; belongs to the data beside it");
    }
    // Moved in one step, so that a crash leaves no half-written identity.
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    return fresh;
  }

  private static String checked(Properties stored, Path file, String clusterName) {
    String format = stored.getProperty("format");
    if (!FORMAT.equals(format)) {
      throw new ClusterException(
          "The storage file "
              + file
              + " has format '"
              + format
              + "', this version reads format '"
              + FORMAT
              + "': start the version of mule-ignite that wrote it, or restore the file.");
    }
    String owner = stored.getProperty("clusterName");
    if (!clusterName.equals(owner)) {
      throw new ClusterException(
          "mule-ignite setting 'clusterName' is '"
              + clusterName
              + "', but the storage folder "
              + file.getParent()
              + " belongs to cluster '"
              + owner
              + "': set that name, or another 'storage' folder.");
    }
    String id = stored.getProperty("nodeId");
    if (id == null || id.isEmpty()) {
      throw new ClusterException(
          "The storage file "
              + file
              + " has no 'nodeId': restore the file, or set another 'storage' folder.");
    }
    return id;
  }

  /**
   * Durable data that a node without persistence would never look at must not be forgotten, and the
   * engine keeps what is stored as it was, whatever numbers of backups are set later.
   */
  private static void checkKept(Properties stored, Path file, ClusterSettings settings) {
    for (Setting<?> kept : KEPT) {
      String value = settings.get(kept).toString();
      String made = stored.getProperty(kept.key(), kept.byDefault().toString());
      boolean holds = kept == Settings.PERSISTENCE || settings.get(Settings.PERSISTENCE);
      if (holds && !value.equals(made)) {
        throw new ClusterException(
            "mule-ignite setting '"
                + kept
                + "' is "
                + value
                + ", but the storage folder "
                + file.getParent()
                + " was made with "
                + made
                + ": set it to that, or set another 'storage' folder.");
      }
    }
  }

  /** The same over all restarts on the same storage folder. */
  String id() {
    return id;
  }
}
