package org.muleignite.cluster.config;

import java.io.File;
import java.util.Collections;
import java.util.List;

/** The keys of {@link Settings} about how nodes find, reach and trust each other. Stateless. */
public final class NetworkSettings {

  private static final int HIGHEST_PORT = 65_535;

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
          "How the members are found: at `seeds` (a name counts for all addresses that it stands"
              + " for), by multicast, or through a folder or a database that all nodes reach.");

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
          "Database of `JDBC` discovery, which gets a table `tbl_addrs`; one schema per cluster.");

  public static final Setting<String> DISCOVERY_JDBC_DRIVER =
      new Setting<>(
          "discoveryJdbcDriver",
          ValueType.text(),
          null,
          "Class of the driver for that database; put its jar into `lib/mule-ignite`.");

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

  public static final Setting<List<String>> RECEIVED_CLASSES =
      new Setting<>(
          "receivedClasses",
          ValueType.list(),
          Collections.emptyList(),
          "What else a node may make objects of when other nodes send them: classes, or packages as in"
              + " `com.example.*`. Values of applications need none.");

  private NetworkSettings() {}
}
