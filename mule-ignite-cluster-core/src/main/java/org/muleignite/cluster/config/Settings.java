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

  /** Ignite loads a region that is smaller than this with an error. */
  private static final int LEAST_REGION_MB = 16;

  /** A quarter of it must have room for the largest change. */
  private static final int LEAST_DURABLE_REGION_MB = 64;

  private static final int MOST_REGION_MB = 1 << 20;

  public static final Setting<String> CLUSTER_NAME =
      new Setting<>(
          "clusterName",
          ValueType.text(),
          "mule-ignite",
          "Nodes of another name are refused, on both sides with a reason. The storage folder"
              + " belongs to the name.");

  public static final Setting<Integer> NODE_ID =
      new Setting<>(
          "nodeId",
          ValueType.number(0, Integer.MAX_VALUE, "(number)"),
          0,
          "Number of this node, which `getClusterNodeId` tells, another one on each node; 0: the"
              + " cluster gives it one, which it keeps.");

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

  public static final Setting<Integer> BACKUPS =
      new Setting<>(
          "backups",
          ValueType.number(0, 10, "nodes"),
          1,
          "On how many further nodes every entry is kept; so many may be lost at once.");

  public static final Setting<List<String>> QUEUE_BACKUPS =
      new Setting<>(
          "queueBackups",
          ValueType.list(),
          Collections.emptyList(),
          "Other numbers for some queues, as in `app/orders/*=2,*/audit=0`; the first that fits counts."
              + " Names have the application in front, as in logs and JMX.");

  public static final Setting<List<String>> STORE_BACKUPS =
      new Setting<>(
          "storeBackups", ValueType.list(), Collections.emptyList(), "The same for object stores.");

  public static final Setting<WriteMode> WRITE_MODE =
      new Setting<>(
          "writeMode",
          ValueType.choice(WriteMode.class),
          WriteMode.ALL_COPIES,
          "On which copies a change is before it is acknowledged. `PRIMARY_ONLY` is refused: it would"
              + " break that an acknowledged write is on every copy.");

  public static final Setting<Boolean> PERSISTENCE =
      new Setting<>(
          "persistence",
          ValueType.flag(),
          true,
          "false: persistent queues and object stores are kept in memory too, and are lost when all"
              + " nodes stop.");

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
          ValueType.number(LEAST_DURABLE_REGION_MB, MOST_REGION_MB, "MB"),
          256,
          "Off-heap memory in front of the durable data, which may be larger.");

  public static final Setting<Integer> START_TIMEOUT_SECONDS =
      new Setting<>(
          "startTimeoutSeconds",
          ValueType.number(1, 86_400, "seconds"),
          120,
          "How long a start waits for the nodes it needs before it fails.");

  public static final Setting<Integer> SHUTDOWN_WAIT_SECONDS =
      new Setting<>(
          "shutdownWaitSeconds",
          ValueType.number(0, 3_600, "seconds"),
          10,
          "How long a node that stops waits until the others have a copy of all that it holds; 0: it"
              + " leaves at once.");

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
              NODE_ID,
              CLUSTER_SIZE,
              QUORUM,
              NetworkSettings.LOCAL_HOST,
              NetworkSettings.SEEDS,
              NetworkSettings.DISCOVERY_PORT,
              NetworkSettings.COMMUNICATION_PORT,
              NetworkSettings.PORT_RANGE,
              NetworkSettings.DISCOVERY,
              NetworkSettings.MULTICAST_GROUP,
              NetworkSettings.MULTICAST_PORT,
              NetworkSettings.DISCOVERY_FOLDER,
              NetworkSettings.DISCOVERY_JDBC_URL,
              NetworkSettings.DISCOVERY_JDBC_DRIVER,
              NetworkSettings.DISCOVERY_JDBC_USER,
              NetworkSettings.DISCOVERY_JDBC_PASSWORD_FILE,
              NetworkSettings.DISCOVERY_JDBC_PASSWORD,
              BACKUPS,
              QUEUE_BACKUPS,
              STORE_BACKUPS,
              WRITE_MODE,
              PERSISTENCE,
              STORAGE,
              WAL_MODE,
              TRANSIENT_MEMORY_MB,
              PERSISTENT_MEMORY_MB,
              START_TIMEOUT_SECONDS,
              SHUTDOWN_WAIT_SECONDS,
              FAILURE_DETECTION_SECONDS,
              LEASE_MILLIS,
              WHEN_FENCED,
              DEPARTED_NODE_SECONDS,
              NetworkSettings.TLS_KEY_STORE,
              NetworkSettings.TLS_TRUST_STORE,
              NetworkSettings.TLS_PASSWORD_FILE,
              NetworkSettings.TLS_PASSWORD,
              NetworkSettings.RECEIVED_CLASSES,
              OBJECT_STORE_ENABLED,
              QUEUE_ENABLED,
              LOCK_ENABLED,
              TIME_SUPPLIER_ENABLED,
              CLUSTER_SERVICE_ENABLED));

  private static final List<Setting<Boolean>> SWITCHES =
      Collections.unmodifiableList(
          Arrays.asList(
              PERSISTENCE,
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

  /** Those that take away what a cluster is for when they are false: to be warned of. */
  static List<Setting<Boolean>> switches() {
    return SWITCHES;
  }
}
