package org.muleignite.cluster.config;

/** How a node finds the members of its cluster. */
public enum Discovery {
  /** At the addresses or names of {@code seeds}. */
  STATIC,
  /** By asking a multicast group. */
  MULTICAST,
  /** Each node leaves its address in a folder that all of them reach. */
  SHARED_FOLDER,
  /** Each node leaves its address in a table of a database that all of them reach. */
  JDBC
}
