package org.muleignite.cluster.config;

import java.util.List;
import java.util.regex.Pattern;
import org.muleignite.cluster.api.ClusterException;

/** The checks of settings: each value, what it draws bounds for, and what it needs. Immutable. */
final class Validation {

  private static final int HIGHEST_PORT = 65_535;

  private static final Pattern SEED =
      Pattern.compile("(\\[[^\\]]+\\]|[^:\\s]+)(:\\d{1,5}(\\.\\.\\d{1,5})?)?");

  /** In a package, so that nobody lets in all there are. */
  private static final Pattern CLASSES =
      Pattern.compile("[\\p{L}_$][\\w$]*(\\.[\\p{L}_$][\\w$]*)*\\.(\\*|[\\p{L}_$][\\w$]*)");

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
    settings.explained(Settings.WRITE_MODE, this::checkWriteMode);
    checkBackups(Settings.QUEUE_BACKUPS);
    checkBackups(Settings.STORE_BACKUPS);
    settings.explained(
        NetworkSettings.RECEIVED_CLASSES,
        () -> settings.get(NetworkSettings.RECEIVED_CLASSES).forEach(Validation::checkClasses));
    checkDiscovery();
    checkTls();
  }

  private void checkWriteMode() {
    if (settings.get(Settings.WRITE_MODE) == WriteMode.PRIMARY_ONLY) {
      throw new ClusterException(
          "mule-ignite setting 'writeMode' is PRIMARY_ONLY, which would break the invariant 'an"
              + " acknowledged write is on every copy': remove it, or set 'backups' to 0 to do"
              + " without further copies.");
    }
  }

  private void checkBackups(Setting<List<String>> rules) {
    settings.explained(rules, () -> new BackupsByName(rules, settings.get(rules)).numbers());
  }

  private static void checkClasses(String pattern) {
    if (!CLASSES.matcher(pattern).matches()) {
      throw new ClusterException(
          "mule-ignite setting 'receivedClasses' has '"
              + pattern
              + "': write it as the name of a class or, for all of a package, as com.example.*.");
    }
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
