package org.muleignite.cluster.config;

import java.io.File;
import java.time.Duration;
import java.util.List;
import org.muleignite.cluster.api.ClusterException;

/**
 * The settings of a node, one for each key of {@link Settings}, which has a default where none is
 * chosen. As a bean, which {@code conf/mule-ignite.xml} may define, it is filled by one thread; the
 * node runs on a {@link #readOnly() copy} that is checked and never changes, and is thread-safe.
 */
public class ClusterSettings extends SettingValues {

  /** Of two nodes, a majority would be both: neither could go on without the other. */
  private static final int SMALLEST_WITH_MAJORITY = 3;

  /** What a node does once the others went on without it, or Ignite failed below it. */
  public enum WhenFenced {
    /** Joins again with a new engine node and restarts its applications. */
    REJOIN,
    /** Ends the JVM, for whoever supervises it to start it again. */
    EXIT
  }

  /** When a persistent write counts as done. */
  public enum WalMode {
    /**
     * Handed to the operating system: survives the crash of every JVM, not of the power of all
     * copies at once.
     */
    LOG_ONLY,
    /** On the disk: survives the loss of power; several times slower. */
    FSYNC
  }

  /** Only defaults. */
  public ClusterSettings() {}

  private ClusterSettings(ClusterSettings checked) {
    super(checked);
  }

  /**
   * A copy that is valid as a whole and can no longer change.
   *
   * @throws ClusterException with key, value and remedy of the first value that cannot work
   */
  public ClusterSettings readOnly() {
    new Validation(this).check();
    return new ClusterSettings(this);
  }

  /** Name of the cluster; nodes of another name are refused. */
  public String getClusterName() {
    return get(Settings.CLUSTER_NAME);
  }

  public void setClusterName(String clusterName) {
    set(Settings.CLUSTER_NAME, clusterName);
  }

  /** Number of this node, another one on each node; 0: the cluster gives it one. */
  public int getNodeId() {
    return get(Settings.NODE_ID);
  }

  public void setNodeId(int nodeId) {
    set(Settings.NODE_ID, nodeId);
  }

  /** How many nodes the first start of a cluster waits for before it activates. */
  public int getClusterSize() {
    return get(Settings.CLUSTER_SIZE);
  }

  public void setClusterSize(int clusterSize) {
    set(Settings.CLUSTER_SIZE, clusterSize);
  }

  /**
   * How many members must be in reach of each other for any of them to act, at most {@link
   * #getClusterSize()}; 0: the majority of a cluster of three or more, otherwise 1.
   */
  public int getQuorum() {
    return get(Settings.QUORUM);
  }

  public void setQuorum(int quorum) {
    set(Settings.QUORUM, quorum);
  }

  /** How many members must be in reach of each other for any of them to act; at least 1. */
  public int requiredMembers() {
    if (getQuorum() > 0) {
      return getQuorum();
    }
    return getClusterSize() < SMALLEST_WITH_MAJORITY ? 1 : getClusterSize() / 2 + 1;
  }

  /** Address of this node's interface that the other nodes reach. */
  public String getLocalHost() {
    return get(NetworkSettings.LOCAL_HOST);
  }

  public void setLocalHost(String localHost) {
    set(NetworkSettings.LOCAL_HOST, localHost);
  }

  /**
   * Where members may be found, each {@code host}, {@code host:port} or {@code host:port..port};
   * empty: this host's discovery port range.
   */
  public List<String> getSeeds() {
    return get(NetworkSettings.SEEDS);
  }

  public void setSeeds(List<String> seeds) {
    set(NetworkSettings.SEEDS, items(NetworkSettings.SEEDS, seeds));
  }

  /** First TCP port tried for discovery. */
  public int getDiscoveryPort() {
    return get(NetworkSettings.DISCOVERY_PORT);
  }

  public void setDiscoveryPort(int discoveryPort) {
    set(NetworkSettings.DISCOVERY_PORT, discoveryPort);
  }

  /** First TCP port tried for the traffic between nodes. */
  public int getCommunicationPort() {
    return get(NetworkSettings.COMMUNICATION_PORT);
  }

  public void setCommunicationPort(int communicationPort) {
    set(NetworkSettings.COMMUNICATION_PORT, communicationPort);
  }

  /** How many ports from the first one are tried, so that several nodes can share a host. */
  public int getPortRange() {
    return get(NetworkSettings.PORT_RANGE);
  }

  public void setPortRange(int portRange) {
    set(NetworkSettings.PORT_RANGE, portRange);
  }

  /** On how many further nodes every entry is kept; so many nodes may be lost at once. */
  public int getBackups() {
    return get(Settings.BACKUPS);
  }

  public void setBackups(int backups) {
    set(Settings.BACKUPS, backups);
  }

  public void setQueueBackups(List<String> queueBackups) {
    set(Settings.QUEUE_BACKUPS, items(Settings.QUEUE_BACKUPS, queueBackups));
  }

  public void setStoreBackups(List<String> storeBackups) {
    set(Settings.STORE_BACKUPS, items(Settings.STORE_BACKUPS, storeBackups));
  }

  public void setWriteMode(WriteMode writeMode) {
    set(Settings.WRITE_MODE, writeMode);
  }

  public void setPersistence(boolean persistence) {
    set(Settings.PERSISTENCE, persistence);
  }

  /**
   * Folder of this node's durable data; null: {@code MULE_HOME/.mule/ignite}. Never shared between
   * nodes.
   */
  public File getStorage() {
    return get(Settings.STORAGE);
  }

  public void setStorage(File storage) {
    set(Settings.STORAGE, storage);
  }

  public WalMode getWalMode() {
    return get(Settings.WAL_MODE);
  }

  public void setWalMode(WalMode walMode) {
    set(Settings.WAL_MODE, walMode);
  }

  /** Upper bound in megabytes of the off-heap memory for transient queues and stores. */
  public int getTransientMemoryMb() {
    return get(Settings.TRANSIENT_MEMORY_MB);
  }

  public void setTransientMemoryMb(int transientMemoryMb) {
    set(Settings.TRANSIENT_MEMORY_MB, transientMemoryMb);
  }

  /**
   * Upper bound in megabytes of the off-heap memory that caches the durable data; the data itself
   * may be larger.
   */
  public int getPersistentMemoryMb() {
    return get(Settings.PERSISTENT_MEMORY_MB);
  }

  public void setPersistentMemoryMb(int persistentMemoryMb) {
    set(Settings.PERSISTENT_MEMORY_MB, persistentMemoryMb);
  }

  /** How long a start waits for the nodes it needs, in seconds, before it fails. */
  public int getStartTimeoutSeconds() {
    return get(Settings.START_TIMEOUT_SECONDS);
  }

  public void setStartTimeoutSeconds(int startTimeoutSeconds) {
    set(Settings.START_TIMEOUT_SECONDS, startTimeoutSeconds);
  }

  public void setShutdownWaitSeconds(int shutdownWaitSeconds) {
    set(Settings.SHUTDOWN_WAIT_SECONDS, shutdownWaitSeconds);
  }

  /**
   * After how many seconds of silence a node that did not close its connections counts as failed.
   */
  public int getFailureDetectionSeconds() {
    return get(Settings.FAILURE_DETECTION_SECONDS);
  }

  public void setFailureDetectionSeconds(int failureDetectionSeconds) {
    set(Settings.FAILURE_DETECTION_SECONDS, failureDetectionSeconds);
  }

  /** For how many milliseconds a node may act after the other members last heard from it. */
  public int getLeaseMillis() {
    return get(Settings.LEASE_MILLIS);
  }

  public void setLeaseMillis(int leaseMillis) {
    set(Settings.LEASE_MILLIS, leaseMillis);
  }

  /** What this node does once the others went on without it, or Ignite failed below it. */
  public WhenFenced getWhenFenced() {
    return get(Settings.WHEN_FENCED);
  }

  public void setWhenFenced(WhenFenced whenFenced) {
    set(Settings.WHEN_FENCED, whenFenced);
  }

  /**
   * After how many seconds a node that has left gives its share of the data to the others, if there
   * is a live copy of all of it; 0: never.
   */
  public int getDepartedNodeSeconds() {
    return get(Settings.DEPARTED_NODE_SECONDS);
  }

  public void setDepartedNodeSeconds(int departedNodeSeconds) {
    set(Settings.DEPARTED_NODE_SECONDS, departedNodeSeconds);
  }

  public void setDiscovery(Discovery discovery) {
    set(NetworkSettings.DISCOVERY, discovery);
  }

  public void setMulticastGroup(String multicastGroup) {
    set(NetworkSettings.MULTICAST_GROUP, multicastGroup);
  }

  public void setMulticastPort(int multicastPort) {
    set(NetworkSettings.MULTICAST_PORT, multicastPort);
  }

  public void setDiscoveryFolder(File discoveryFolder) {
    set(NetworkSettings.DISCOVERY_FOLDER, discoveryFolder);
  }

  public void setDiscoveryJdbcUrl(String discoveryJdbcUrl) {
    set(NetworkSettings.DISCOVERY_JDBC_URL, discoveryJdbcUrl);
  }

  public void setDiscoveryJdbcDriver(String discoveryJdbcDriver) {
    set(NetworkSettings.DISCOVERY_JDBC_DRIVER, discoveryJdbcDriver);
  }

  public void setDiscoveryJdbcUser(String discoveryJdbcUser) {
    set(NetworkSettings.DISCOVERY_JDBC_USER, discoveryJdbcUser);
  }

  public void setDiscoveryJdbcPasswordFile(File discoveryJdbcPasswordFile) {
    set(NetworkSettings.DISCOVERY_JDBC_PASSWORD_FILE, discoveryJdbcPasswordFile);
  }

  public void setTlsKeyStore(File tlsKeyStore) {
    set(NetworkSettings.TLS_KEY_STORE, tlsKeyStore);
  }

  public void setTlsTrustStore(File tlsTrustStore) {
    set(NetworkSettings.TLS_TRUST_STORE, tlsTrustStore);
  }

  public void setTlsPasswordFile(File tlsPasswordFile) {
    set(NetworkSettings.TLS_PASSWORD_FILE, tlsPasswordFile);
  }

  public void setReceivedClasses(List<String> receivedClasses) {
    set(NetworkSettings.RECEIVED_CLASSES, items(NetworkSettings.RECEIVED_CLASSES, receivedClasses));
  }

  public void setObjectStoreEnabled(boolean objectStoreEnabled) {
    set(Settings.OBJECT_STORE_ENABLED, objectStoreEnabled);
  }

  public void setQueueEnabled(boolean queueEnabled) {
    set(Settings.QUEUE_ENABLED, queueEnabled);
  }

  public void setLockEnabled(boolean lockEnabled) {
    set(Settings.LOCK_ENABLED, lockEnabled);
  }

  public void setTimeSupplierEnabled(boolean timeSupplierEnabled) {
    set(Settings.TIME_SUPPLIER_ENABLED, timeSupplierEnabled);
  }

  public void setClusterServiceEnabled(boolean clusterServiceEnabled) {
    set(Settings.CLUSTER_SERVICE_ENABLED, clusterServiceEnabled);
  }

  /** Spring makes a list of one out of a text with commas. */
  private static List<String> items(Setting<List<String>> setting, List<String> given) {
    return setting.type().parse(String.join(",", given));
  }

  /** {@link #getDepartedNodeSeconds()} as a duration; zero: never. */
  public Duration departedNode() {
    return Duration.ofSeconds(getDepartedNodeSeconds());
  }

  /** How long a node that stops waits until the others hold copies of what it holds. */
  public Duration shutdownWait() {
    return Duration.ofSeconds(get(Settings.SHUTDOWN_WAIT_SECONDS));
  }

  /** {@link #getLeaseMillis()} as a duration. */
  public Duration lease() {
    return Duration.ofMillis(getLeaseMillis());
  }
}
