package org.muleignite.cluster.node;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.Collectors;
import org.muleignite.cluster.api.ClusterException;

/**
 * The list of classes that Ignite makes objects of when other nodes send them: ours, and those that
 * the operator adds. Ignite takes it from a resource or file that a system property names.
 * Stateless; writes to the disk where something is added.
 */
final class ReceivedClasses {

  static final String PROPERTY = "IGNITE_MARSHALLER_WHITELIST";
  static final String RESOURCE = "META-INF/mule-ignite-received-classes.txt";

  /** In the storage folder, made anew at every start. */
  private static final String FILE = "received-classes.txt";

  private ReceivedClasses() {}

  /**
   * To be called before the node starts, with a storage folder that is there.
   *
   * @throws ClusterException when the list cannot be written, or somebody else chose one
   */
  static void establish(List<String> added, File storage) {
    File file = new File(storage, FILE);
    String chosen = System.getProperty(PROPERTY);
    boolean ours = RESOURCE.equals(chosen) || chosen != null && chosen.endsWith(FILE);
    if (!ours) {
      checkNothingAdded(added, chosen);
    } else if (added.isEmpty()) {
      System.setProperty(PROPERTY, RESOURCE);
    } else {
      write(added, file);
      System.setProperty(PROPERTY, file.getAbsolutePath());
    }
  }

  private static void checkNothingAdded(List<String> added, String chosen) {
    if (!added.isEmpty()) {
      throw new ClusterException(
          "mule-ignite setting 'receivedClasses' is "
              + added
              + ", but the system property "
              + PROPERTY
              + " names another list, "
              + chosen
              + ": remove one of them.");
    }
  }

  private static void write(List<String> added, File file) {
    try {
      List<String> all = ours();
      all.addAll(added);
      Files.write(file.toPath(), all, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new ClusterException(
          "The list of mule-ignite setting 'receivedClasses' cannot be written to '"
              + file
              + "': let the user that runs Mule write there.",
          e);
    }
  }

  private static List<String> ours() throws IOException {
    try (InputStream in = ReceivedClasses.class.getClassLoader().getResourceAsStream(RESOURCE);
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      return lines.lines().collect(Collectors.toList());
    }
  }
}
