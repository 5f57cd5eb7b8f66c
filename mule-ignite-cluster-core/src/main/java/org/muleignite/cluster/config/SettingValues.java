package org.muleignite.cluster.config;

import java.io.File;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.muleignite.cluster.api.ClusterException;

/**
 * Which value somebody chose for which key, and who did. Filled by one thread; thread-safe once it
 * is read-only.
 */
abstract class SettingValues {

  private final Map<Setting<?>, Object> chosen;
  private final Map<Setting<?>, String> origins;
  private final boolean readOnly;

  SettingValues() {
    this.chosen = new HashMap<>();
    this.origins = new HashMap<>();
    this.readOnly = false;
  }

  /** A read-only copy. */
  SettingValues(SettingValues values) {
    this.chosen = new HashMap<>(values.chosen);
    this.origins = new HashMap<>(values.origins);
    this.readOnly = true;
  }

  /** Runs a check of a key, and tells who set it when that fails. */
  void explained(Setting<?> setting, Runnable check) {
    try {
      check.run();
    } catch (ClusterException e) {
      String origin = origins.get(setting);
      throw origin == null
          ? e
          : new ClusterException(e.getMessage() + " It is set by " + origin + ".", e);
    }
  }

  /** What holds for a key: what was chosen last, or its default. */
  @SuppressWarnings("unchecked")
  public <T> T get(Setting<T> setting) {
    return (T) chosen.getOrDefault(setting, setting.byDefault());
  }

  /** Whether anybody chose a value, be it the default. */
  public boolean isChosen(Setting<?> setting) {
    return chosen.containsKey(setting);
  }

  /** Who chose the value of a key, in words; null when nobody did or a program. */
  public String originOf(Setting<?> setting) {
    return origins.get(setting);
  }

  /**
   * A password that is in the environment or in a file; reads the file.
   *
   * @return null when there is none
   * @throws ClusterException when the file holds none
   */
  public Secret secret(Setting<Secret> itself, Setting<File> inFile) {
    File file = get(inFile);
    return get(itself) != null || file == null ? get(itself) : Secret.read(inFile.key(), file);
  }

  /** A line for each key that somebody chose: key, value and who did; secrets as asterisks. */
  public List<String> describeChosen() {
    return Settings.all().stream()
        .filter(this::isChosen)
        .map(setting -> setting + "=" + ValueType.show(get(setting)) + by(originOf(setting)))
        .collect(Collectors.toList());
  }

  /** A sentence for each service that is left to Mule itself, and for data that is not durable. */
  public List<String> switchedOff() {
    return Settings.switches().stream()
        .filter(used -> !get(used))
        .map(unused -> "mule-ignite setting '" + unused + "' is " + unused.meaning())
        .collect(Collectors.toList());
  }

  private static String by(String origin) {
    return origin == null ? "" : " (" + origin + ")";
  }

  /**
   * Chooses a value, without a check.
   *
   * @throws IllegalStateException when these are the settings of a node
   */
  public <T> void set(Setting<T> setting, T value) {
    if (readOnly) {
      throw new IllegalStateException(
          "The settings of a node do not change: '" + setting + "' is set before its start.");
    }
    chosen.put(setting, value);
    origins.remove(setting);
  }

  /** Takes the text for the value of a key, with the origin that a refusal names. */
  <T> void take(Setting<T> setting, String text, String origin) {
    origins.put(setting, origin);
    explained(setting, () -> chosen.put(setting, setting.parse(text)));
  }

  /** Takes over whatever these settings choose. */
  void takeAll(SettingValues stronger, String origin) {
    chosen.putAll(stronger.chosen);
    stronger.chosen.keySet().forEach(setting -> origins.put(setting, origin));
  }
}
