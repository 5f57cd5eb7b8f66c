package org.muleignite.cluster.node;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.ignite.Ignite;
import org.apache.ignite.cluster.ClusterNode;
import org.apache.ignite.plugin.CachePluginContext;
import org.apache.ignite.plugin.CachePluginProvider;
import org.apache.ignite.plugin.ExtensionRegistry;
import org.apache.ignite.plugin.IgnitePlugin;
import org.apache.ignite.plugin.PluginConfiguration;
import org.apache.ignite.plugin.PluginContext;
import org.apache.ignite.plugin.PluginProvider;
import org.apache.ignite.plugin.PluginValidationException;
import org.muleignite.cluster.config.ClusterSettings;
import org.muleignite.cluster.config.Setting;
import org.muleignite.cluster.config.Settings;

/**
 * Refuses nodes of another cluster name or of another protocol of ours, with one sentence on both
 * sides, and nodes that would keep the data in another way. Ignite itself would let any node in
 * that reaches its ports. Puts off nodes that come at a bad moment. Tells one that only asks for
 * the time what this node's clock says, instead of letting it in. One for each start of a node;
 * thread-safe; called by Ignite's discovery thread, never blocks.
 */
final class JoinPolicy implements PluginProvider<PluginConfiguration> {

  static final String CLUSTER_NAME = "org.muleignite.cluster.name";
  static final String PROTOCOL = "org.muleignite.cluster.protocol";

  /** The number that the operator chose for the node; 0: none. */
  static final String NUMBER = "org.muleignite.cluster.number";

  /** Whether the copies of the node may hold changes that the others do not have. */
  static final String DIVERGED = "org.muleignite.cluster.diverged";

  /** Whether the copies of the node were being filled when it ended. */
  static final String FILLING = "org.muleignite.cluster.filling";

  /**
   * The attribute of a node that does not want to join, but to know whether it could, and the time.
   */
  static final String QUESTION = "org.muleignite.cluster.question";

  /** Begins the answer to a {@link #QUESTION}; what follows are milliseconds since the epoch. */
  static final String ANSWER = "The members would take the node in; their clock says ";

  private static final String SETTING = "org.muleignite.setting.";

  /** What says how data is kept, and so must be the same on every node. */
  private static final List<Setting<?>> SAME =
      Collections.unmodifiableList(
          Arrays.asList(
              Settings.BACKUPS,
              Settings.QUEUE_BACKUPS,
              Settings.STORE_BACKUPS,
              Settings.PERSISTENCE));

  /**
   * Grows when nodes with the present code could not share data or messages with nodes of the last
   * release.
   */
  static final Integer PROTOCOL_VERSION = 1;

  /** Begins a refusal that holds for the moment only: the node is to try again. */
  static final String NOT_NOW = "The cluster cannot take the node in at the moment: ";

  /** Refuses a node that has to give up its copies first. */
  static final String WITHOUT_COPIES =
      "The copies of the node cannot be relied on, and the cluster has all data: the node joins"
          + " without them, and is given new ones.";

  private static final class Plugin implements IgnitePlugin {}

  private final ClusterSettings settings;

  private final AtomicInteger changes = new AtomicInteger();
  private volatile Ignite ignite;
  private volatile Readmission readmission;

  JoinPolicy(ClusterSettings settings) {
    this.settings = settings;
  }

  /** What the policy of the others wants to know of this node. */
  Map<String, Object> attributes() {
    Map<String, Object> attributes = new HashMap<>();
    attributes.put(CLUSTER_NAME, settings.getClusterName());
    attributes.put(PROTOCOL, PROTOCOL_VERSION);
    attributes.put(NUMBER, settings.getNodeId());
    SAME.forEach(same -> attributes.put(SETTING + same, settings.get(same).toString()));
    return attributes;
  }

  @Override
  public void validateNewNode(ClusterNode node, Serializable data) {
    String refusal = refusal(node);
    if (refusal != null) {
      throw new PluginValidationException(
          "Refused node " + node.consistentId() + " at " + node.addresses() + ": " + refusal,
          refusal,
          node.id());
    }
  }

  private String refusal(ClusterNode node) {
    String clusterName = settings.getClusterName();
    Object name = node.attribute(CLUSTER_NAME);
    if (!Objects.equals(clusterName, name)) {
      return "mule-ignite setting 'clusterName' of the joining node is '"
          + name
          + "', but the cluster found there is '"
          + clusterName
          + "': give the node the same name, or other seeds and another 'discoveryPort'.";
    }
    Object protocol = node.attribute(PROTOCOL);
    if (!PROTOCOL_VERSION.equals(protocol)) {
      return "The joining node of cluster '"
          + clusterName
          + "' speaks mule-ignite protocol "
          + protocol
          + ", the members speak "
          + PROTOCOL_VERSION
          + ": install the same mule-ignite version on every node.";
    }
    String difference = difference(node);
    if (difference != null || node.attribute(QUESTION) == null) {
      return difference == null ? hindrance(node) : difference;
    }
    return ANSWER + System.currentTimeMillis();
  }

  private String difference(ClusterNode node) {
    for (Setting<?> same : SAME) {
      Object ofNode = node.attribute(SETTING + same);
      if (!settings.get(same).toString().equals(ofNode)) {
        return "mule-ignite setting '"
            + same
            + "' of the joining node is "
            + ofNode
            + ", but the members of the cluster have "
            + settings.get(same)
            + ": set the same on every node.";
      }
    }
    return null;
  }

  private String hindrance(ClusterNode node) {
    Ignite engine = ignite;
    if (engine == null) {
      return null;
    }
    if (changes.get() > 0) {
      return NOT_NOW + "it is changing on which nodes data is placed.";
    }
    for (ClusterNode member : engine.cluster().forServers().nodes()) {
      if (hasNumberOf(member, node)) {
        return "mule-ignite setting 'nodeId' of the joining node is "
            + node.attribute(NUMBER)
            + ", as it is of node "
            + member.consistentId()
            + " at "
            + member.addresses()
            + ": give each node another one, or leave it out.";
      }
      if (member.consistentId().equals(node.consistentId()) && !member.id().equals(node.id())) {
        return NOT_NOW
            + "node "
            + node.consistentId()
            + " at "
            + member.addresses()
            + " is a member. If that is another one, its storage folder was copied: give this node"
            + " an empty folder.";
      }
    }
    boolean diverged = Boolean.TRUE.equals(node.attribute(DIVERGED));
    boolean reliable = !diverged && !Boolean.TRUE.equals(node.attribute(FILLING));
    return reliable ? null : hindranceByCopies(diverged);
  }

  private static boolean hasNumberOf(ClusterNode member, ClusterNode node) {
    Integer number = node.attribute(NUMBER);
    return number != null
        && number > 0
        && number.equals(member.attribute(NUMBER))
        && !member.consistentId().equals(node.consistentId());
  }

  private String hindranceByCopies(boolean diverged) {
    Readmission decides = readmission;
    return decides == null ? NOT_NOW + "it is just starting." : decides.hindrance(diverged);
  }

  /** Who decides from now on about nodes whose copies cannot be relied on. */
  void readmit(Readmission decides) {
    readmission = decides;
  }

  /**
   * Changes on which nodes data is placed, and lets nobody in meanwhile: Ignite would give a node
   * only half of the history of these changes, without which it could never be started again. To be
   * called on the oldest member, which is the one that lets nodes in.
   */
  void whileClosed(Runnable change) {
    changes.incrementAndGet();
    try {
      change.run();
    } finally {
      changes.decrementAndGet();
    }
  }

  @Override
  @Deprecated
  public void validateNewNode(ClusterNode node) {
    validateNewNode(node, null);
  }

  @Override
  public String name() {
    return "mule-ignite";
  }

  @Override
  public String version() {
    return PROTOCOL_VERSION.toString();
  }

  @Override
  public String copyright() {
    return "";
  }

  @Override
  @SuppressWarnings("unchecked")
  public <T extends IgnitePlugin> T plugin() {
    return (T) new Plugin();
  }

  @Override
  public void initExtensions(PluginContext context, ExtensionRegistry registry) {
    // Ignite calls it on every provider; this one extends nothing.
  }

  @Override
  public <T> T createComponent(PluginContext context, Class<T> type) {
    return null;
  }

  @Override
  public CachePluginProvider<?> createCacheProvider(CachePluginContext context) {
    return null;
  }

  @Override
  public void start(PluginContext context) {
    ignite = context.grid();
  }

  @Override
  public void stop(boolean cancel) {
    // Nothing runs.
  }

  @Override
  public void onIgniteStart() {
    // Nothing runs.
  }

  @Override
  public void onIgniteStop(boolean cancel) {
    // Nothing runs.
  }

  @Override
  public Serializable provideDiscoveryData(UUID nodeId) {
    return null;
  }

  @Override
  public void receiveDiscoveryData(UUID nodeId, Serializable data) {
    // None is sent.
  }
}
