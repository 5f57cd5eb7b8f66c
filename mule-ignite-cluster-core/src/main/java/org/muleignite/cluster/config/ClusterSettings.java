package org.muleignite.cluster.config;

import java.io.File;
import java.time.Duration;
import java.util.Collections;
import java.util.List;

/**
 * The settings of a node: the bean that {@code conf/mule-ignite.xml} may define. Every value has a
 * default that lets nodes on one machine find each other. Filled by one thread and checked by
 * {@link #validate()} before the node starts; not to be changed afterwards.
 */
public class ClusterSettings {

  /** Ignite loads a region that is smaller than this with an error. */
  private static final int MINIMUM_REGION_MB = 16;

  /** Of two nodes, a majority would be both: neither could go on without the other. */
  private static final int SMALLEST_WITH_MAJORITY = 3;

  private static final int HIGHEST_PORT = 65_535;

  private String clusterName = "mule-ignite";
  private int clusterSize = 1;
  private int quorum;
  private String localHost = "127.0.0.1";
  private List<String> seeds = Collections.emptyList();
  private int discoveryPort = 47_500;
  private int communicationPort = 47_100;
  private int portRange = 10;
  private int backups = 1;
  private File storage;
  private WalMode walMode = WalMode.LOG_ONLY;
  private int transientMemoryMb = 256;
  private int persistentMemoryMb = 256;
  private int startTimeoutSeconds = 120;
  private int failureDetectionSeconds = 10;
  private int leaseMillis = 2_000;
  private WhenFenced whenFenced = WhenFenced.REJOIN;
  private int departedNodeSeconds = 300;

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

  /**
   * @throws org.muleignite.cluster.api.ClusterException with key, value and remedy of the first
   *     value that cannot work
   */
  public void validate() {
    Checks.named("clusterName", clusterName);
    Checks.named("localHost", localHost);
    Checks.within("clusterSize", clusterSize, 1, 1_000);
    Checks.within("quorum", quorum, 0, clusterSize);
    Checks.within("portRange", portRange, 1, 1_000);
    int highestFirstPort = HIGHEST_PORT - portRange + 1;
    Checks.within("discoveryPort", discoveryPort, 1, highestFirstPort);
    Checks.within("communicationPort", communicationPort, 1, highestFirstPort);
    Checks.within("backups", backups, 0, 10);
    Checks.within("transientMemoryMb", transientMemoryMb, MINIMUM_REGION_MB, 1 << 20);
    Checks.within("persistentMemoryMb", persistentMemoryMb, MINIMUM_REGION_MB, 1 << 20);
    Checks.within("startTimeoutSeconds", startTimeoutSeconds, 1, 86_400);
    Checks.within("failureDetectionSeconds", failureDetectionSeconds, 1, 600);
    Checks.within("leaseMillis", leaseMillis, 500, 60_000);
    Checks.within("departedNodeSeconds", departedNodeSeconds, 0, 2_592_000);
  }

  /** Name of the cluster; nodes of another name are refused. */
  public String getClusterName() {
    return clusterName;
  }

  public void setClusterName(String clusterName) {
    this.clusterName = clusterName;
  }

  /** How many nodes the first start of a cluster waits for before it activates. */
  public int getClusterSize() {
    return clusterSize;
  }

  public void setClusterSize(int clusterSize) {
    this.clusterSize = clusterSize;
  }

  /**
   * How many members must be in reach of each other for any of them to act, at most {@link
   * #getClusterSize()}; 0: the majority of a cluster of three or more, otherwise 1.
   */
  public int getQuorum() {
    return quorum;
  }

  public void setQuorum(int quorum) {
    this.quorum = quorum;
  }

  /** How many members must be in reach of each other for any of them to act; at least 1. */
  public int requiredMembers() {
    if (quorum > 0) {
      return quorum;
    }
    return clusterSize < SMALLEST_WITH_MAJORITY ? 1 : clusterSize / 2 + 1;
  }

  /** Address of this node's interface that the other nodes reach. */
  public String getLocalHost() {
    return localHost;
  }

  public void setLocalHost(String localHost) {
    this.localHost = localHost;
  }

  /**
   * Where members may be found, each {@code host}, {@code host:port} or {@code host:port..port};
   * empty: this host's discovery port range.
   */
  public List<String> getSeeds() {
    return seeds;
  }

  public void setSeeds(List<String> seeds) {
    this.seeds = seeds;
  }

  /** First TCP port tried for discovery. */
  public int getDiscoveryPort() {
    return discoveryPort;
  }

  public void setDiscoveryPort(int discoveryPort) {
    this.discoveryPort = discoveryPort;
  }

  /** First TCP port tried for the traffic between nodes. */
  public int getCommunicationPort() {
    return communicationPort;
  }

  public void setCommunicationPort(int communicationPort) {
    this.communicationPort = communicationPort;
  }

  /** How many ports from the first one are tried, so that several nodes can share a host. */
  public int getPortRange() {
    return portRange;
  }

  public void setPortRange(int portRange) {
    this.portRange = portRange;
  }

  /** On how many further nodes every entry is kept; so many nodes may be lost at once. */
  public int getBackups() {
    return backups;
  }

  public void setBackups(int backups) {
    this.backups = backups;
  }

  /**
   * Folder of this node's durable data; null: {@code MULE_HOME/.mule/ignite}. Never shared between
   * nodes.
   */
  public File getStorage() {
    return storage;
  }

  public void setStorage(File storage) {
    this.storage = storage;
  }

  public WalMode getWalMode() {
    return walMode;
  }

  public void setWalMode(WalMode walMode) {
    this.walMode = walMode;
  }

  /** Upper bound in megabytes of the off-heap memory for transient queues and stores. */
  public int getTransientMemoryMb() {
    return transientMemoryMb;
  }

  public void setTransientMemoryMb(int transientMemoryMb) {
    this.transientMemoryMb = transientMemoryMb;
  }

  /**
   * Upper bound in megabytes of the off-heap memory that caches the durable data; the data itself
   * may be larger.
   */
  public int getPersistentMemoryMb() {
    return persistentMemoryMb;
  }

  public void setPersistentMemoryMb(int persistentMemoryMb) {
    this.persistentMemoryMb = persistentMemoryMb;
  }

  /** How long a start waits for the nodes it needs, in seconds, before it fails. */
  public int getStartTimeoutSeconds() {
    return startTimeoutSeconds;
  }

  public void setStartTimeoutSeconds(int startTimeoutSeconds) {
    this.startTimeoutSeconds = startTimeoutSeconds;
  }

  /**
   * After how many seconds of silence a node that did not close its connections counts as failed.
   */
  public int getFailureDetectionSeconds() {
    return failureDetectionSeconds;
  }

  public void setFailureDetectionSeconds(int failureDetectionSeconds) {
    this.failureDetectionSeconds = failureDetectionSeconds;
  }

  /** For how many milliseconds a node may act after the other members last heard from it. */
  public int getLeaseMillis() {
    return leaseMillis;
  }

  public void setLeaseMillis(int leaseMillis) {
    this.leaseMillis = leaseMillis;
  }

  /** What this node does once the others went on without it, or Ignite failed below it. */
  public WhenFenced getWhenFenced() {
    return whenFenced;
  }

  public void setWhenFenced(WhenFenced whenFenced) {
    this.whenFenced = whenFenced;
  }

  /**
   * After how many seconds a node that has left gives its share of the data to the others, if there
   * is a live copy of all of it; 0: never.
   */
  public int getDepartedNodeSeconds() {
    return departedNodeSeconds;
  }

  public void setDepartedNodeSeconds(int departedNodeSeconds) {
    this.departedNodeSeconds = departedNodeSeconds;
  }

  /** {@link #getLeaseMillis()} as a duration. */
  public Duration lease() {
    return Duration.ofMillis(leaseMillis);
  }
}
