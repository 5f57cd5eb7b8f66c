package org.muleignite.cluster.config;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.muleignite.cluster.api.ClusterException;

/**
 * Texts under names: system properties, the environment, a properties file. A name that looks like
 * one of ours and is none is refused with the nearest that is. Immutable.
 */
final class TextSource implements SettingsSource {

  private final String kind;
  private final Map<String, String> texts;
  private final Map<String, Setting<?>> settings = new HashMap<>();
  private final boolean holdsSecrets;

  private TextSource(
      String kind,
      Map<String, String> texts,
      Function<Setting<?>, String> naming,
      boolean holdsSecrets) {
    this.kind = kind;
    this.texts = new TreeMap<>(texts);
    this.holdsSecrets = holdsSecrets;
    Settings.all().forEach(setting -> settings.put(naming.apply(setting), setting));
  }

  /** Those whose name begins with {@code mule.ignite.}. */
  static TextSource systemProperties(Map<String, String> properties) {
    String prefix = "mule.ignite.";
    Map<String, String> ours = startingWith(prefix, properties);
    return new TextSource("system property ", ours, setting -> prefix + setting.key(), false);
  }

  /** Those whose name begins with {@code MULE_IGNITE_}. */
  static TextSource environment(Map<String, String> environment) {
    Map<String, String> ours = startingWith("MULE_IGNITE_", environment);
    return new TextSource("environment variable ", ours, Setting::environmentName, true);
  }

  /**
   * @param file how messages name the file
   */
  static TextSource file(String file, Map<String, String> texts) {
    return new TextSource(file + ", key ", texts, Setting::key, false);
  }

  private static Map<String, String> startingWith(String prefix, Map<String, String> all) {
    Map<String, String> ours = new HashMap<>();
    all.forEach(
        (name, text) -> {
          if (name.startsWith(prefix)) {
            ours.put(name, text);
          }
        });
    return ours;
  }

  @Override
  public void applyTo(ClusterSettings target) {
    texts.forEach((name, text) -> target.take(settingOf(name), text, kind + name));
  }

  private Setting<?> settingOf(String name) {
    Setting<?> setting = settings.get(name);
    if (setting == null) {
      throw new ClusterException(
          "There is no mule-ignite setting for "
              + kind
              + "'"
              + name
              + "': did you mean '"
              + NearestName.of(name, settings.keySet())
              + "'? Correct it, or remove it.");
    }
    if (setting.isSecret() && !holdsSecrets) {
      throw new ClusterException(
          "The mule-ignite setting '"
              + setting
              + "' is a secret and may not come from "
              + kind
              + "'"
              + name
              + "': put it into the file that '"
              + setting
              + "File' names, or into the environment variable "
              + setting.environmentName()
              + ".");
    }
    return setting;
  }
}
