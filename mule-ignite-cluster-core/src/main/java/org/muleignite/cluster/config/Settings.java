package org.muleignite.cluster.config;

import java.io.File;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Every key of the configuration. The table in the README and the shipped {@code
 * conf/mule-ignite.properties} are checked against this list. Stateless.
 */
public final class Settings {

  private static final int HIGHEST_PORT = 65_535;

  /** Ignite loads a region that is smaller than this with an error. */
  private static final int LEAST_REGION_MB = 16;

  private static final int MOST_REGION_MB = 1 << 20;

  public static final Setting<String> CLUSTER_NAME =
      new Setting<>(
          "clusterName",
          ValueType.text(),
          "mule-ignite",
          "Nodes of another name are refused, on both sides with a reason. The storage folder"
              + " belongs to the name.");

  public static final Setting<Integer> CLUSTER_SIZE =
      new Setting<>(
          "clusterSize",
          ValueType.number(1, 1_000, "nodes"),
          1,
          "How many nodes the very first start of the cluster waits for.");

  public static final Setting<Integer> QUORUM =
      new Setting<>(
          "quorum",
          ValueType.number(0, 1_000, "members"),
          0,
          "How many members must reach each other for any of them to act; 0: the majority of a"
              + " `clusterSize` of 3 or more, otherwise 1.");

  public static final Setting<String> LOCAL_HOST =
      new Setting<>(
          "localHost",
          ValueType.text(),
          "127.0.0.1",
          "This node's address that the others reach; the only one its ports listen on. With `*`, as"
              + " in `10.1.*`, or with commas: the first of these that this machine has.");

  public static final Setting<List<String>> SEEDS =
      new Setting<>(
          "seeds",
          ValueType.list(),
          Collections.emptyList(),
          "Where members may be found: `host`, `host:port` or `host:port..port`. Empty: the"
              + " discovery ports of `localHost`.");

  public static final Setting<Integer> DISCOVERY_PORT =
      new Setting<>(
          "discoveryPort",
          ValueType.number(1, HIGHEST_PORT, "(TCP port)"),
          47_500,
          "First port tried for discovery.");

  public static final Setting<Integer> COMMUNICATION_PORT =
      new Setting<>(
          "communicationPort",
          ValueType.number(1, HIGHEST_PORT, "(TCP port)"),
          47_100,
          "First port tried for the traffic between nodes.");

  public static final Setting<Integer> PORT_RANGE =
      new Setting<>(
          "portRange",
          ValueType.number(1, 1_000, "ports"),
          10,
          "How many ports from the first one are tried, so that nodes can share a host.");

  public static final Setting<Discovery> DISCOVERY =
      new Setting<>(
          "discovery",
          ValueType.choice(Discovery.class),
          Discovery.STATIC,
          "How the members are found: at `seeds` (a name that stands for all of them, as of a"
              + " Kubernetes headless service, is one), by multicast, or through a folder or a"
              + " database that all nodes reach.");

  public static final Setting<String> MULTICAST_GROUP =
      new Setting<>(
          "multicastGroup",
          ValueType.text(),
          "228.1.2.4",
          "Group address of `MULTICAST` discovery; `localHost` must be of an interface that others"
              + " reach.");

  public static final Setting<Integer> MULTICAST_PORT =
      new Setting<>(
          "multicastPort",
          ValueType.number(1, HIGHEST_PORT, "(UDP port)"),
          47_400,
          "Port of `MULTICAST` discovery.");

  public static final Setting<File> DISCOVERY_FOLDER =
      new Setting<>(
          "discoveryFolder",
          ValueType.file("folder"),
          null,
          "Shared folder of `SHARED_FOLDER` discovery; one per cluster.");

  public static final Setting<String> DISCOVERY_JDBC_URL =
      new Setting<>(
          "discoveryJdbcUrl",
          ValueType.text(),
          null,
          "Database of `JDBC` discovery, which gets a table `tbl_addrs`; one schema per cluster. Put"
              + " the driver's jar into `lib/mule-ignite`.");

  public static final Setting<String> DISCOVERY_JDBC_DRIVER =
      new Setting<>(
          "discoveryJdbcDriver",
          ValueType.text(),
          null,
          "Class of the JDBC driver, for a driver that does not announce itself.");

  public static final Setting<String> DISCOVERY_JDBC_USER =
      new Setting<>(
          "discoveryJdbcUser", ValueType.text(), null, "User of that database; not set: none.");

  public static final Setting<File> DISCOVERY_JDBC_PASSWORD_FILE =
      new Setting<>(
          "discoveryJdbcPasswordFile",
          ValueType.file("file"),
          null,
          "File whose first line is that user's password.");

  public static final Setting<Secret> DISCOVERY_JDBC_PASSWORD =
      new Setting<>(
          "discoveryJdbcPassword",
          ValueType.SECRET,
          null,
          "That password itself, from the environment only.");

  public static final Setting<Integer> BACKUPS =
      new Setting<>(
          "backups",
          ValueType.number(0, 10, "nodes"),
          1,
          "On how many further nodes every entry is kept; so many may be lost at once.");

  public static final Setting<File> STORAGE =
      new Setting<>(
          "storage",
          ValueType.file("folder"),
          null,
          "Folder of durable data, one per node, readable by the user that runs Mule only; not"
              + " set: `MULE_HOME/.mule/ignite`.");

  public static final Setting<ClusterSettings.WalMode> WAL_MODE =
      new Setting<>(
          "walMode",
          ValueType.choice(ClusterSettings.WalMode.class),
          ClusterSettings.WalMode.LOG_ONLY,
          "`LOG_ONLY` survives the crash of every JVM, `FSYNC` also the loss of power everywhere.");

  public static final Setting<Integer> TRANSIENT_MEMORY_MB =
      new Setting<>(
          "transientMemoryMb",
          ValueType.number(LEAST_REGION_MB, MOST_REGION_MB, "MB"),
          256,
          "Off-heap memory for all in-memory queues and stores.");

  public static final Setting<Integer> PERSISTENT_MEMORY_MB =
      new Setting<>(
          "persistentMemoryMb",
          ValueType.number(LEAST_REGION_MB, MOST_REGION_MB, "MB"),
          256,
          "Off-heap memory in front of the durable data, which may be larger.");

  public static final Setting<Integer> START_TIMEOUT_SECONDS =
      new Setting<>(
          "startTimeoutSeconds",
          ValueType.number(1, 86_400, "seconds"),
          120,
          "How long a start waits for the nodes it needs before it fails.");

  public static final Setting<Integer> FAILURE_DETECTION_SECONDS =
      new Setting<>(
          "failureDetectionSeconds",
          ValueType.number(1, 600, "seconds"),
          10,
          "Silence after which a node that did not close its connections counts as failed.");

  public static final Setting<Integer> LEASE_MILLIS =
      new Setting<>(
          "leaseMillis",
          ValueType.number(500, 60_000, "milliseconds"),
          2_000,
          "How long a node may act after the others last heard from it; a failover waits as"
              + " long.");

  public static final Setting<ClusterSettings.WhenFenced> WHEN_FENCED =
      new Setting<>(
          "whenFenced",
          ValueType.choice(ClusterSettings.WhenFenced.class),
          ClusterSettings.WhenFenced.REJOIN,
          "What a node does that the others went on without: join again and restart its"
              + " applications, or `EXIT`.");

  public static final Setting<Integer> DEPARTED_NODE_SECONDS =
      new Setting<>(
          "departedNodeSeconds",
          ValueType.number(0, 2_592_000, "seconds"),
          300,
          "When the others take over the share of a node that left for longer, if there is a copy"
              + " of all of it; 0: never.");

  public static final Setting<File> TLS_KEY_STORE =
      new Setting<>(
          "tlsKeyStore",
          ValueType.file("file"),
          null,
          "Key store (PKCS12 or JKS) with this node's key and certificate. Set together with"
              + " `tlsTrustStore` and a password: all traffic is encrypted, and only nodes with a"
              + " trusted certificate are let in.");

  public static final Setting<File> TLS_TRUST_STORE =
      new Setting<>(
          "tlsTrustStore",
          ValueType.file("file"),
          null,
          "Trust store with the certificates, or their authority, of this cluster's nodes and of"
              + " nobody else.");

  public static final Setting<File> TLS_PASSWORD_FILE =
      new Setting<>(
          "tlsPasswordFile",
          ValueType.file("file"),
          null,
          "File whose first line is the password of both stores and of the key.");

  public static final Setting<Secret> TLS_PASSWORD =
      new Setting<>(
          "tlsPassword",
          ValueType.SECRET,
          null,
          "That password itself, from the environment only.");

  public static final Setting<Boolean> OBJECT_STORE_ENABLED =
      new Setting<>(
          "objectStoreEnabled",
          ValueType.flag(),
          true,
          "false: object stores are Mule's own, one per node.");

  public static final Setting<Boolean> QUEUE_ENABLED =
      new Setting<>(
          "queueEnabled", ValueType.flag(), true, "false: queues are Mule's own, one per node.");

  public static final Setting<Boolean> LOCK_ENABLED =
      new Setting<>(
          "lockEnabled",
          ValueType.flag(),
          true,
          "false: locks are Mule's own and exclude within a node only.");

  public static final Setting<Boolean> TIME_SUPPLIER_ENABLED =
      new Setting<>(
          "timeSupplierEnabled",
          ValueType.flag(),
          true,
          "false: each node tells the time of its own clock.");

  public static final Setting<Boolean> CLUSTER_SERVICE_ENABLED =
      new Setting<>(
          "clusterServiceEnabled",
          ValueType.flag(),
          true,
          "false: every node counts as primary, and runs all schedulers.");

  private static final List<Setting<?>> ALL =
      Collections.unmodifiableList(
          Arrays.asList(
              CLUSTER_NAME,
              CLUSTER_SIZE,
              QUORUM,
              LOCAL_HOST,
              SEEDS,
              DISCOVERY_PORT,
              COMMUNICATION_PORT,
              PORT_RANGE,
              DISCOVERY,
              MULTICAST_GROUP,
              MULTICAST_PORT,
              DISCOVERY_FOLDER,
              DISCOVERY_JDBC_URL,
              DISCOVERY_JDBC_DRIVER,
              DISCOVERY_JDBC_USER,
              DISCOVERY_JDBC_PASSWORD_FILE,
              DISCOVERY_JDBC_PASSWORD,
              BACKUPS,
              STORAGE,
              WAL_MODE,
              TRANSIENT_MEMORY_MB,
              PERSISTENT_MEMORY_MB,
              START_TIMEOUT_SECONDS,
              FAILURE_DETECTION_SECONDS,
              LEASE_MILLIS,
              WHEN_FENCED,
              DEPARTED_NODE_SECONDS,
              TLS_KEY_STORE,
              TLS_TRUST_STORE,
              TLS_PASSWORD_FILE,
              TLS_PASSWORD,
              OBJECT_STORE_ENABLED,
              QUEUE_ENABLED,
              LOCK_ENABLED,
              TIME_SUPPLIER_ENABLED,
              CLUSTER_SERVICE_ENABLED));

  private static final List<Setting<Boolean>> SERVICE_SWITCHES =
      Collections.unmodifiableList(
          Arrays.asList(
              OBJECT_STORE_ENABLED,
              QUEUE_ENABLED,
              LOCK_ENABLED,
              TIME_SUPPLIER_ENABLED,
              CLUSTER_SERVICE_ENABLED));

  private Settings() {}

  /** All of them, in the order of the reference. */
  public static List<Setting<?>> all() {
    return ALL;
  }

  /** Those that leave a service to Mule itself when they are false. */
  static List<Setting<Boolean>> serviceSwitches() {
    return SERVICE_SWITCHES;
  }
}
