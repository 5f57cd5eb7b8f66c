package org.muleignite.cluster.config;

import java.util.regex.Pattern;
import org.muleignite.cluster.api.ClusterException;

/** The checks of settings: each value, what it draws bounds for, and what it needs. Immutable. */
final class Validation {

  private static final int HIGHEST_PORT = 65_535;

  private static final Pattern SEED =
      Pattern.compile("(\\[[^\\]]+\\]|[^:\\s]+)(:\\d{1,5}(\\.\\.\\d{1,5})?)?");

  private final ClusterSettings settings;

  Validation(ClusterSettings settings) {
    this.settings = settings;
  }

  /**
   * @throws ClusterException with key, value and remedy of the first value that cannot work, or the
   *     key that is missing
   */
  void check() {
    check(NetworkSettings.PORT_RANGE);
    int highestFirstPort = HIGHEST_PORT - settings.getPortRange() + 1;
    checkWithin(NetworkSettings.DISCOVERY_PORT, 1, highestFirstPort);
    checkWithin(NetworkSettings.COMMUNICATION_PORT, 1, highestFirstPort);
    Settings.all().forEach(this::check);
    checkWithin(Settings.QUORUM, 0, settings.getClusterSize());
    checkDiscovery();
    checkTls();
  }

  private <T> void check(Setting<T> setting) {
    settings.explained(setting, () -> setting.checked(settings.get(setting)));
  }

  /** A bound that another setting draws. */
  private void checkWithin(Setting<Integer> setting, int least, int most) {
    ValueType<Integer> type = ValueType.number(least, most, "");
    Setting<Integer> bounded = new Setting<>(setting.key(), type, least, "");
    settings.explained(setting, () -> bounded.checked(settings.get(setting)));
  }

  private void checkDiscovery() {
    Discovery discovery = settings.get(NetworkSettings.DISCOVERY);
    if (discovery == Discovery.SHARED_FOLDER) {
      needs(NetworkSettings.DISCOVERY_FOLDER, "'discovery' is SHARED_FOLDER");
    }
    if (discovery == Discovery.JDBC) {
      needs(NetworkSettings.DISCOVERY_JDBC_URL, "'discovery' is JDBC");
      needs(NetworkSettings.DISCOVERY_JDBC_DRIVER, "'discovery' is JDBC");
    }
    settings.explained(
        NetworkSettings.SEEDS, () -> settings.getSeeds().forEach(Validation::checkSeed));
  }

  private static void checkSeed(String seed) {
    if (!SEED.matcher(seed).matches()) {
      throw new ClusterException(
          "mule-ignite setting 'seeds' has '"
              + seed
              + "': write it as host, host:port or host:port..port.");
    }
  }

  private void checkTls() {
    boolean password = has(NetworkSettings.TLS_PASSWORD);
    if (has(NetworkSettings.TLS_KEY_STORE)
        || has(NetworkSettings.TLS_TRUST_STORE)
        || has(NetworkSettings.TLS_PASSWORD_FILE)
        || password) {
      String reason = "another setting of TLS is set and half of it protects nothing";
      needs(NetworkSettings.TLS_KEY_STORE, reason);
      needs(NetworkSettings.TLS_TRUST_STORE, reason);
      if (!password) {
        needs(NetworkSettings.TLS_PASSWORD_FILE, reason);
      }
    }
  }

  private boolean has(Setting<?> setting) {
    return settings.get(setting) != null;
  }

  private void needs(Setting<?> needed, String reason) {
    if (!has(needed)) {
      throw new ClusterException(
          "mule-ignite setting '" + needed + "' is not set, but " + reason + ": set it too.");
    }
  }
}
