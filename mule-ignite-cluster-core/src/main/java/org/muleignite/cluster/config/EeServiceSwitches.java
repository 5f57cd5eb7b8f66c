package org.muleignite.cluster.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import java.io.File;
import java.util.LinkedHashMap;
import java.util.Map;
import org.muleignite.cluster.api.ClusterException;

/**
 * The switches by which the enterprise edition leaves single services to each node, in Mule's own
 * file of global settings or as system properties of the same names; read with the library that
 * Mule reads that file with. Reads the disk when it is applied. Immutable.
 */
final class EeServiceSwitches implements SettingsSource {

  static final String FILE = "conf/mule-config.json";

  private static final String ROOT = "muleRuntimeConfig.cluster.";

  private static final Map<String, Setting<Boolean>> SWITCHES = new LinkedHashMap<>();

  static {
    SWITCHES.put(ROOT + "objectStore.enabled", Settings.OBJECT_STORE_ENABLED);
    SWITCHES.put(ROOT + "queueManager.enabled", Settings.QUEUE_ENABLED);
    SWITCHES.put(ROOT + "lockFactory.enabled", Settings.LOCK_ENABLED);
    SWITCHES.put(ROOT + "timeSupplier.enabled", Settings.TIME_SUPPLIER_ENABLED);
    SWITCHES.put(ROOT + "clusterService.enabled", Settings.CLUSTER_SERVICE_ENABLED);
  }

  private final File file;
  private final Map<String, String> systemProperties;

  EeServiceSwitches(File muleBase, Map<String, String> systemProperties) {
    this.file = new File(muleBase, FILE);
    this.systemProperties = systemProperties;
  }

  @Override
  public void applyTo(ClusterSettings settings) {
    if (file.isFile()) {
      applyFile(settings);
    }
    SWITCHES.forEach(
        (name, setting) -> {
          if (systemProperties.containsKey(name)) {
            settings.take(setting, systemProperties.get(name), "system property " + name);
          }
        });
  }

  private void applyFile(ClusterSettings settings) {
    try {
      Config config = ConfigFactory.parseFile(file);
      SWITCHES.forEach(
          (name, setting) -> {
            if (config.hasPath(name)) {
              settings.take(setting, config.getString(name), FILE + ", key " + name);
            }
          });
    } catch (ConfigException e) {
      throw new ClusterException(
          "The file '" + file + "' cannot be read (" + e.getMessage() + "): correct it.", e);
    }
  }
}
