package org.muleignite.cluster.config;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import org.muleignite.cluster.api.ClusterException;

/**
 * A password: shows itself to nobody but the one who asks for it, neither in a log nor in a message
 * or banner. Immutable.
 */
public final class Secret {

  private final String text;

  Secret(String text) {
    this.text = text;
  }

  /**
   * The first line of a file that only the user who runs Mule should be able to read. Reads the
   * disk.
   *
   * @param key the setting that names the file, for messages
   * @throws ClusterException when there is no such file or line
   */
  static Secret read(String key, File file) {
    try {
      List<String> lines = Files.readAllLines(file.toPath(), StandardCharsets.UTF_8);
      if (!lines.isEmpty() && !lines.get(0).isEmpty()) {
        return new Secret(lines.get(0));
      }
    } catch (IOException e) {
      throw unreadable(key, file, e);
    }
    throw unreadable(key, file, null);
  }

  private static ClusterException unreadable(String key, File file, IOException cause) {
    return new ClusterException(
        "mule-ignite setting '"
            + key
            + "' is "
            + file
            + ", which has no first line that can be read: write the password into it and let the"
            + " user that runs Mule read it.",
        cause);
  }

  public char[] reveal() {
    return text.toCharArray();
  }

  @Override
  public String toString() {
    return "***";
  }
}
