package org.muleignite.cluster.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.muleignite.cluster.api.ClusterException;

/**
 * The file that tells the enterprise edition of Mule about its cluster, so that a node may keep it
 * on its way to this plugin. Each key that is documented there chooses a setting of ours, or is
 * answered with a sentence that says why it is not needed; any other is refused. Immutable.
 */
final class EeClusterFile implements SettingsSource {

  static final String FILE = ".mule/mule-cluster.properties";

  /** May also be a system property, there as here. */
  static final String ENCRYPTION_KEY = "mule.cluster.network.encryption.key";

  private static final String NODES = "mule.cluster.nodes";
  private static final String MULTICAST = "mule.cluster.multicastenabled";
  private static final String INTERFACES = "mule.cluster.networkinterfaces";
  private static final String PROFILE = "mule.cluster.storeprofile";
  private static final String CLUSTER_SIZE = "mule.clusterSize";
  private static final String GROUP = "mule.cluster.multicastgroup";
  private static final String GROUP_PORT = "mule.cluster.multicastport";

  private static final Map<String, Setting<?>> SAME = new HashMap<>();
  private static final Map<String, String> NOT_NEEDED = new LinkedHashMap<>();

  static {
    SAME.put("mule.clusterId", Settings.CLUSTER_NAME);
    SAME.put("mule.clusterNodeId", Settings.NODE_ID);
    SAME.put(CLUSTER_SIZE, Settings.CLUSTER_SIZE);
    SAME.put("mule.cluster.quorumsize", Settings.QUORUM);
    SAME.put(GROUP, NetworkSettings.MULTICAST_GROUP);
    SAME.put(GROUP_PORT, NetworkSettings.MULTICAST_PORT);
    SAME.put(INTERFACES, NetworkSettings.LOCAL_HOST);
    NOT_NEEDED.put("mule.cluster.listenersenabled", "who joins and leaves is always logged");
    NOT_NEEDED.put("mule.cluster.jmxenabled", "nothing has to be switched on for monitoring");
    String onDisk = "persistent stores and queues are on the disks of the nodes, not in a database";
    NOT_NEEDED.put("mule.cluster.jdbcstoreurl", onDisk);
    NOT_NEEDED.put("mule.cluster.jdbcstoreusername", onDisk);
    NOT_NEEDED.put("mule.cluster.jdbcstorepassword", onDisk);
    NOT_NEEDED.put("mule.cluster.jdbcstoredriver", onDisk);
    NOT_NEEDED.put("mule.cluster.jdbcstorequerystrategy", onDisk);
    NOT_NEEDED.put("mule.cluster.jdbcstoretableNametransformerstrategy", onDisk);
  }

  private final Map<String, String> texts;
  private final boolean encrypted;

  EeClusterFile(Map<String, String> texts, Map<String, String> systemProperties) {
    this.texts = new TreeMap<>(texts);
    this.encrypted =
        texts.containsKey(ENCRYPTION_KEY) || systemProperties.containsKey(ENCRYPTION_KEY);
    this.texts.remove(ENCRYPTION_KEY);
  }

  @Override
  public void applyTo(ClusterSettings settings) {
    texts.forEach(
        (key, text) -> {
          if (SAME.containsKey(key)) {
            settings.take(SAME.get(key), text, origin(key));
          } else if (!isKnown(key)) {
            throw unknown(key);
          }
        });
    if (!texts.isEmpty()) {
      applyDiscovery(settings);
      applyProfile(settings);
    }
  }

  private static boolean isKnown(String key) {
    return NOT_NEEDED.containsKey(key)
        || key.equals(NODES)
        || key.equals(MULTICAST)
        || key.equals(PROFILE);
  }

  private static ClusterException unknown(String key) {
    List<String> known = new ArrayList<>(SAME.keySet());
    known.addAll(NOT_NEEDED.keySet());
    known.add(NODES);
    known.add(MULTICAST);
    known.add(PROFILE);
    known.add(ENCRYPTION_KEY);
    return new ClusterException(
        FILE
            + " has the key '"
            + key
            + "', which mule-ignite does not know: did you mean '"
            + NearestName.of(key, known)
            + "'? Correct it, or remove it.");
  }

  private void applyDiscovery(ClusterSettings settings) {
    EeNodes nodes = new EeNodes(texts.getOrDefault(NODES, ""));
    if (nodes.isEmpty() && !"false".equals(texts.get(MULTICAST))) {
      String origin = texts.containsKey(MULTICAST) ? origin(MULTICAST) : FILE + " without nodes";
      settings.take(NetworkSettings.DISCOVERY, Discovery.MULTICAST.name(), origin);
      takeDefault(settings, GROUP, NetworkSettings.MULTICAST_GROUP, "224.2.2.3");
      takeDefault(settings, GROUP_PORT, NetworkSettings.MULTICAST_PORT, "54327");
      takeDefault(settings, INTERFACES, NetworkSettings.LOCAL_HOST, "*");
    }
    if (!nodes.isEmpty()) {
      String origin = origin(NODES);
      settings.take(NetworkSettings.SEEDS, nodes.seeds(), origin);
      settings.take(NetworkSettings.DISCOVERY_PORT, String.valueOf(nodes.firstPort()), origin);
      settings.take(NetworkSettings.PORT_RANGE, String.valueOf(nodes.portRange()), origin);
      takeDefault(settings, INTERFACES, NetworkSettings.LOCAL_HOST, nodes.hosts());
      takeDefault(settings, CLUSTER_SIZE, Settings.CLUSTER_SIZE, String.valueOf(nodes.distinct()));
    }
  }

  private void takeDefault(ClusterSettings settings, String key, Setting<?> setting, String text) {
    if (!texts.containsKey(key)) {
      settings.take(setting, text, FILE + " without " + key);
    }
  }

  private void applyProfile(ClusterSettings settings) {
    String profile = texts.getOrDefault(PROFILE, "reliable");
    if (profile.equals("performance")) {
      settings.take(Settings.QUEUE_ENABLED, "false", origin(PROFILE));
      settings.take(Settings.BACKUPS, "0", origin(PROFILE));
    } else if (!profile.equals("reliable")) {
      throw new ClusterException(
          FILE
              + " sets '"
              + PROFILE
              + "' to '"
              + profile
              + "': set it to reliable or performance.");
    }
  }

  private static String origin(String key) {
    return FILE + ", key " + key;
  }

  /**
   * A node whose file asks for encryption does not talk in the clear.
   *
   * @throws ClusterException unless TLS is set up
   */
  void checkEncryption(ClusterSettings settings) {
    if (encrypted && settings.get(NetworkSettings.TLS_KEY_STORE) == null) {
      throw new ClusterException(
          "'"
              + ENCRYPTION_KEY
              + "' is set, but mule-ignite encrypts by TLS and not by a shared key: set tlsKeyStore,"
              + " tlsTrustStore and tlsPasswordFile, or remove the key to go without encryption.");
    }
  }

  /** A sentence for each key that needs an answer instead of a setting. */
  List<String> notes() {
    List<String> notes = new ArrayList<>();
    NOT_NEEDED.forEach(
        (key, reason) -> {
          if (texts.containsKey(key)) {
            notes.add(FILE + ": '" + key + "' is not needed, " + reason + ".");
          }
        });
    if (encrypted) {
      notes.add("'" + ENCRYPTION_KEY + "' is not needed, TLS protects the traffic.");
    }
    if ("performance".equals(texts.get(PROFILE))) {
      notes.add(
          FILE
              + ": with the profile 'performance' the loss of a node loses its share of the data.");
    }
    if (!texts.isEmpty()) {
      notes.add(
          FILE
              + " names one range of ports; mule-ignite needs a second one open between the nodes,"
              + " see communicationPort.");
    }
    return notes;
  }
}
