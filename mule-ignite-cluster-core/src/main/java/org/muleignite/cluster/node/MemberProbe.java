package org.muleignite.cluster.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import org.apache.ignite.Ignition;
import org.apache.ignite.configuration.IgniteConfiguration;
import org.apache.ignite.failure.NoOpFailureHandler;
import org.apache.ignite.logger.NullLogger;
import org.apache.ignite.spi.communication.tcp.TcpCommunicationSpi;
import org.apache.ignite.spi.discovery.tcp.TcpDiscoverySpi;
import org.muleignite.cluster.api.ClusterException;
import org.muleignite.cluster.config.ClusterSettings;
import org.muleignite.cluster.config.NetworkSettings;

/**
 * Asks the members that run whether they would take in a node with such settings, and for the time.
 * It knocks as a client, which never makes a cluster of its own, with a question instead of a wish
 * to join: the oldest member answers in its refusal, so that nothing changes in the cluster. Used
 * by one thread.
 */
public final class MemberProbe {

  private static final int JOIN_MILLIS = 5_000;
  private static final int SOCKET_MILLIS = 2_000;

  private final ClusterSettings settings;
  private final Knock knock = new Knock();

  public MemberProbe(ClusterSettings settings) {
    this.settings = settings;
  }

  /** Discovery that notes when it asked and when it got its answer. */
  private static final class Knock extends TcpDiscoverySpi {
    private long asked;
    private long answered;

    @Override
    public void spiStart(String igniteInstanceName) {
      asked = System.currentTimeMillis();
      try {
        super.spiStart(igniteInstanceName);
      } finally {
        answered = System.currentTimeMillis();
      }
    }
  }

  /**
   * By how much the clock of the oldest member is at least ahead of this machine's, negative when
   * it is behind; zero when no difference is certain. Blocks for some seconds at most.
   *
   * @return empty when no member answers
   * @throws ClusterException why the members would not take the node in, or TLS keeps it from
   *     asking them, with the remedy
   */
  public Optional<Duration> clockAhead() {
    Path folder = temporaryFolder();
    try {
      IgniteConfiguration configuration = configuration(folder);
      OwnThread.call("probe", () -> Ignition.start(configuration)).close();
      throw new ClusterException(
          "The members took in a node that only asked them something: install the same mule-ignite"
              + " version on every node.");
    } catch (ClusterException e) {
      return answer(e, folder);
    } finally {
      delete(folder);
    }
  }

  private IgniteConfiguration configuration(Path folder) {
    JoinPolicy policy = new JoinPolicy(settings);
    Map<String, Object> attributes = policy.attributes();
    attributes.put(JoinPolicy.QUESTION, "clock");
    IgniteConfiguration configuration =
        new IgniteConfiguration()
            .setClientMode(true)
            .setIgniteInstanceName("mule-ignite-probe")
            .setWorkDirectory(folder.toString())
            .setLocalHost(settings.getLocalHost())
            .setClassLoader(MemberProbe.class.getClassLoader())
            .setGridLogger(NullLogger.INSTANCE)
            .setFailureHandler(new NoOpFailureHandler())
            .setMetricsLogFrequency(0)
            .setClientConnectorConfiguration(null)
            .setConnectorConfiguration(null)
            .setUserAttributes(attributes)
            .setPluginProviders(policy)
            .setDiscoverySpi(discovery())
            .setCommunicationSpi(
                new TcpCommunicationSpi()
                    .setLocalPort(settings.getCommunicationPort())
                    .setLocalPortRange(settings.getPortRange() - 1));
    if (settings.get(NetworkSettings.TLS_KEY_STORE) != null) {
      configuration.setSslContextFactory(new TlsFactory(settings).create());
    }
    return configuration;
  }

  private TcpDiscoverySpi discovery() {
    new DiscoveryFactory(settings).configure(knock).setJoinTimeout(JOIN_MILLIS);
    return knock.setSocketTimeout(SOCKET_MILLIS).setAckTimeout(SOCKET_MILLIS);
  }

  private Optional<Duration> answer(ClusterException failure, Path folder) {
    StringBuilder said = new StringBuilder();
    for (Throwable t = failure; t != null; t = t.getCause()) {
      said.append(t.getMessage()).append('\n');
      int start = said.indexOf(JoinPolicy.ANSWER);
      if (start >= 0) {
        String millis = said.substring(start + JoinPolicy.ANSWER.length()).replaceAll("\\D.*", "");
        return Optional.of(ahead(Long.parseLong(millis.trim())));
      }
    }
    if (said.indexOf("oin process timed out") >= 0
        || said.indexOf("ailed to connect to cluster") >= 0) {
      new TlsProbe(settings).hindrance(Collections.emptyList()).ifPresent(MemberProbe::refuse);
      return Optional.empty();
    }
    throw new StartFailure(settings, folder.toFile()).explain(failure);
  }

  private static void refuse(String reason) {
    throw new ClusterException(reason);
  }

  private Duration ahead(long theirMillis) {
    long least = theirMillis - knock.answered;
    long most = theirMillis - knock.asked;
    return Duration.ofMillis(least > 0 ? least : Math.min(most, 0));
  }

  private static Path temporaryFolder() {
    try {
      return Files.createTempDirectory("mule-ignite-check");
    } catch (IOException e) {
      throw new ClusterException("There is no room for a temporary folder: " + e, e);
    }
  }

  private static void delete(Path folder) {
    try {
      Folders.delete(folder);
    } catch (IOException e) {
      throw new ClusterException("The temporary folder '" + folder + "' cannot be removed", e);
    }
  }
}
