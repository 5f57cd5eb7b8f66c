package org.muleignite.cluster.installer;

import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.muleignite.cluster.api.ClusterException;
import org.muleignite.cluster.config.ClusterSettings;
import org.muleignite.cluster.config.Discovery;
import org.muleignite.cluster.config.NetworkSettings;
import org.muleignite.cluster.node.MemberProbe;

/** Whether a node could listen, and who answers where members are expected. Used by one thread. */
final class Network {

  private static final int CONNECT_MILLIS = 1_000;

  /** Less than what harms anything, more than what NTP leaves. */
  private static final Duration CLOCKS_APART = Duration.ofSeconds(1);

  private final ClusterSettings settings;
  private final PrintStream out;

  Network(ClusterSettings settings, PrintStream out) {
    this.settings = settings;
    this.out = out;
  }

  /**
   * @return whether there is a free port of each kind
   */
  boolean checkPorts() {
    return checkPorts("discoveryPort", settings.getDiscoveryPort())
        & checkPorts("communicationPort", settings.getCommunicationPort());
  }

  private boolean checkPorts(String key, int first) {
    int last = first + settings.getPortRange() - 1;
    for (int port = first; port <= last; port++) {
      if (isFree(port)) {
        out.println("ok    " + key + " " + port + " is free on " + settings.getLocalHost());
        return true;
      }
    }
    out.println(
        "FAIL  no port of '"
            + key
            + "' "
            + first
            + ".."
            + last
            + " can be bound on 'localHost' "
            + settings.getLocalHost()
            + ": free one, or correct the settings.");
    return false;
  }

  private boolean isFree(int port) {
    try (ServerSocket probe =
        new ServerSocket(port, 1, InetAddress.getByName(settings.getLocalHost()))) {
      return probe.isBound();
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Asks the members. Nobody need answer: this may be the first node.
   *
   * @return whether they would take this node in, or nobody answers
   */
  boolean askMembers() {
    try {
      Optional<Duration> ahead = new MemberProbe(settings).clockAhead();
      out.println(ahead.isPresent() ? clock(ahead.get()) : nobody());
      return true;
    } catch (ClusterException e) {
      out.println("FAIL  this node would not be taken in: " + e.getMessage());
      return false;
    }
  }

  private static String clock(Duration ahead) {
    String difference =
        "the clock of the oldest member is "
            + (ahead.isNegative() ? "behind" : "ahead of")
            + " that of this machine by at least "
            + ahead.abs().toMillis()
            + " ms";
    return ahead.abs().compareTo(CLOCKS_APART) > 0
        ? "warn  the members would take this node in, but " + difference + ": set both by NTP"
        : "ok    the members would take this node in, and its clock agrees with the oldest one's";
  }

  private String nobody() {
    if (settings.get(NetworkSettings.DISCOVERY) != Discovery.STATIC
        || settings.getSeeds().isEmpty()) {
      return "warn  no member answers: right if this is the first node to start";
    }
    List<String> answering = new ArrayList<>();
    settings.getSeeds().forEach(seed -> connect(seed, answering));
    return answering.isEmpty()
        ? "warn  nobody answers at the seeds: right if this is the first node to start"
        : "warn  something answers at " + answering + ", but is no member of a cluster";
  }

  private void connect(String seed, List<String> answering) {
    int colon = seed.endsWith("]") ? -1 : seed.lastIndexOf(':');
    String host = colon < 0 ? seed : seed.substring(0, colon);
    String[] ports =
        colon < 0
            ? new String[] {String.valueOf(settings.getDiscoveryPort())}
            : seed.substring(colon + 1).split("\\.\\.");
    int last = Integer.parseInt(ports[ports.length - 1]);
    for (int port = Integer.parseInt(ports[0]); port <= last; port++) {
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress(host, port), CONNECT_MILLIS);
        answering.add(host + ":" + port);
      } catch (IOException e) {
        // Nobody there; the sum of all is what counts.
      }
    }
  }
}
