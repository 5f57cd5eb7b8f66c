package org.muleignite.cluster.config;

import java.util.regex.Pattern;
import org.muleignite.cluster.api.ClusterException;

/** What a single value does not show: its parts, and what must be set together. Stateless. */
final class Combinations {

  private static final Pattern SEED =
      Pattern.compile("(\\[[^\\]]+\\]|[^:\\s]+)(:\\d{1,5}(\\.\\.\\d{1,5})?)?");

  private Combinations() {}

  /**
   * @throws ClusterException with the key that is missing or wrong, and the remedy
   */
  static void check(ClusterSettings settings) {
    Discovery discovery = settings.get(Settings.DISCOVERY);
    if (discovery == Discovery.SHARED_FOLDER) {
      needs(settings, Settings.DISCOVERY_FOLDER, "'discovery' is SHARED_FOLDER");
    }
    if (discovery == Discovery.JDBC) {
      needs(settings, Settings.DISCOVERY_JDBC_URL, "'discovery' is JDBC");
    }
    checkTls(settings);
    settings.getSeeds().forEach(Combinations::checkSeed);
  }

  private static void checkSeed(String seed) {
    if (!SEED.matcher(seed).matches()) {
      throw new ClusterException(
          "mule-ignite setting 'seeds' has '"
              + seed
              + "': write it as host, host:port or host:port..port.");
    }
  }

  private static void checkTls(ClusterSettings settings) {
    boolean password = has(settings, Settings.TLS_PASSWORD);
    if (has(settings, Settings.TLS_KEY_STORE)
        || has(settings, Settings.TLS_TRUST_STORE)
        || has(settings, Settings.TLS_PASSWORD_FILE)
        || password) {
      String reason = "another setting of TLS is set and half of it protects nothing";
      needs(settings, Settings.TLS_KEY_STORE, reason);
      needs(settings, Settings.TLS_TRUST_STORE, reason);
      if (!password) {
        needs(settings, Settings.TLS_PASSWORD_FILE, reason);
      }
    }
  }

  private static boolean has(ClusterSettings settings, Setting<?> setting) {
    return settings.get(setting) != null;
  }

  private static void needs(ClusterSettings settings, Setting<?> needed, String reason) {
    if (!has(settings, needed)) {
      throw new ClusterException(
          "mule-ignite setting '" + needed + "' is not set, but " + reason + ": set it too.");
    }
  }
}
