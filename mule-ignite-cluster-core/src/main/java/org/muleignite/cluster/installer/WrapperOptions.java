package org.muleignite.cluster.installer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.muleignite.cluster.api.ClusterException;

/** The system properties that a Mule starts with, out of {@code conf/wrapper.conf}. Stateless. */
final class WrapperOptions {

  private static final Pattern PROPERTY =
      Pattern.compile("\\s*wrapper\\.java\\.additional\\.[^=]*=\\s*\"?-D([^=]+)=([^\"]*)\"?\\s*");

  private WrapperOptions() {}

  static Map<String, String> systemProperties(Path muleHome) {
    Path file = muleHome.resolve("conf/wrapper.conf");
    Map<String, String> properties = new HashMap<>();
    if (Files.exists(file)) {
      try {
        for (String line : Files.readAllLines(file, StandardCharsets.ISO_8859_1)) {
          Matcher property = PROPERTY.matcher(line);
          if (property.matches()) {
            properties.put(property.group(1), property.group(2));
          }
        }
      } catch (IOException e) {
        throw new ClusterException(
            "The file '" + file + "' cannot be read: let this user read it.", e);
      }
    }
    return properties;
  }
}
