package org.muleignite.cluster.node;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.ignite.configuration.CacheConfiguration;
import org.apache.ignite.configuration.ConnectorConfiguration;
import org.apache.ignite.configuration.IgniteConfiguration;
import org.muleignite.cluster.api.CacheSpec;
import org.muleignite.cluster.api.ClusterException;
import org.muleignite.cluster.config.ClusterSettings;
import org.muleignite.cluster.config.NetworkSettings;

/**
 * What an {@link IgniteConfiguration} of the operator may not change, because a guarantee of ours
 * rests on it. Anything else in it is respected. Stateless.
 */
final class Invariants {

  private static final String ONE_NODE =
      "one server node per JVM, which the engine starts and ends";
  private static final String TRUTH = "an acknowledged write is on every copy";
  private static final String BYTES = "only bytes cross the network, no class of an application";
  private static final String PORTS = "only the ports that the cluster needs are open";
  private static final String LEASE = "a node acts only while it is a member";
  private static final String SHORT = "no transaction stays open";

  private static final List<Rule> RULES =
      Collections.unmodifiableList(
          Arrays.asList(
              new Rule("clientMode", IgniteConfiguration::isClientMode, ONE_NODE, null),
              new Rule(
                  "igniteInstanceName", IgniteConfiguration::getIgniteInstanceName, ONE_NODE, null),
              new Rule("consistentId", IgniteConfiguration::getConsistentId, ONE_NODE, "storage"),
              new Rule("workDirectory", IgniteConfiguration::getWorkDirectory, ONE_NODE, "storage"),
              new Rule("localHost", IgniteConfiguration::getLocalHost, PORTS, "localHost"),
              new Rule(
                  "failureHandler", IgniteConfiguration::getFailureHandler, LEASE, "whenFenced"),
              new Rule(
                  "segmentationPolicy",
                  IgniteConfiguration::getSegmentationPolicy,
                  LEASE,
                  "whenFenced"),
              new Rule(
                  "failureDetectionTimeout",
                  IgniteConfiguration::getFailureDetectionTimeout,
                  LEASE,
                  "failureDetectionSeconds"),
              new Rule(
                  "peerClassLoadingEnabled",
                  IgniteConfiguration::isPeerClassLoadingEnabled,
                  BYTES,
                  null),
              new Rule("classLoader", IgniteConfiguration::getClassLoader, BYTES, null),
              new Rule(
                  "dataStorageConfiguration",
                  IgniteConfiguration::getDataStorageConfiguration,
                  TRUTH,
                  "storage, walMode, transientMemoryMb and persistentMemoryMb"),
              new Rule(
                  "clusterStateOnStart",
                  IgniteConfiguration::getClusterStateOnStart,
                  TRUTH,
                  "clusterSize"),
              new Rule(
                  "transactionConfiguration.defaultTxTimeout",
                  ignite -> ignite.getTransactionConfiguration().getDefaultTxTimeout(),
                  SHORT,
                  null),
              new Rule(
                  "clientConnectorConfiguration",
                  IgniteConfiguration::getClientConnectorConfiguration,
                  PORTS,
                  null),
              new Rule("connectorConfiguration", Invariants::connectorPort, PORTS, null)));

  private Invariants() {}

  private static final class Rule {
    private final String property;
    private final Function<IgniteConfiguration, Object> value;
    private final String invariant;
    private final String settings;

    Rule(
        String property,
        Function<IgniteConfiguration, Object> value,
        String invariant,
        String settings) {
      this.property = property;
      this.value = value;
      this.invariant = invariant;
      this.settings = settings;
    }

    void check(IgniteConfiguration chosen) {
      Object found = value.apply(chosen);
      if (found != null && !Objects.equals(value.apply(new IgniteConfiguration()), found)) {
        throw refused(property, found, invariant, settings);
      }
    }
  }

  /**
   * @param chosen what the operator configured; null when nothing
   * @throws ClusterException with the property, the invariant that it would break and the remedy
   */
  static void check(IgniteConfiguration chosen, ClusterSettings settings) {
    if (chosen == null) {
      return;
    }
    RULES.forEach(rule -> rule.check(chosen));
    if (chosen.getCacheConfiguration() != null) {
      Stream.of(chosen.getCacheConfiguration()).forEach(Invariants::checkCache);
    }
    if (chosen.getSslContextFactory() != null
        && settings.get(NetworkSettings.TLS_KEY_STORE) != null) {
      throw refused(
          "sslContextFactory",
          chosen.getSslContextFactory(),
          "one place says how traffic is protected",
          "tlsKeyStore and tlsTrustStore");
    }
  }

  private static void checkCache(CacheConfiguration<?, ?> cache) {
    if (cache.getName().startsWith(CacheSpec.PREFIX)) {
      throw refused("cacheConfiguration", cache.getName(), TRUTH, "backups");
    }
  }

  private static Object connectorPort(IgniteConfiguration ignite) {
    ConnectorConfiguration connector = ignite.getConnectorConfiguration();
    return connector == null ? null : connector.getHost() + ":" + connector.getPort();
  }

  private static ClusterException refused(
      String property, Object value, String invariant, String settings) {
    return new ClusterException(
        "The IgniteConfiguration of conf/mule-ignite.xml sets '"
            + property
            + "' to "
            + value
            + ", which would break the invariant '"
            + invariant
            + "': remove it"
            + (settings == null ? "." : ", and use the setting(s) " + settings + " instead."));
  }
}
