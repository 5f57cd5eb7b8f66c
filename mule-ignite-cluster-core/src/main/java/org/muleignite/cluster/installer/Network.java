package org.muleignite.cluster.installer;

import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.muleignite.cluster.config.ClusterSettings;
import org.muleignite.cluster.config.Discovery;
import org.muleignite.cluster.config.NetworkSettings;

/** Whether a node could listen, and who answers where members are expected. Used by one thread. */
final class Network {

  private static final int CONNECT_MILLIS = 1_000;

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

  /** Nobody need answer: this may be the first node. */
  void lookForMembers() {
    Discovery discovery = settings.get(NetworkSettings.DISCOVERY);
    if (discovery != Discovery.STATIC) {
      out.println("ok    members are found by " + discovery + " at the start");
      return;
    }
    if (settings.getSeeds().isEmpty()) {
      out.println("ok    no seeds, so the members are looked for on " + settings.getLocalHost());
      return;
    }
    List<String> answering = new ArrayList<>();
    settings.getSeeds().forEach(seed -> connect(seed, answering));
    out.println(
        answering.isEmpty()
            ? "warn  nobody answers at the seeds: right if this is the first node to start"
            : "ok    something answers at " + answering);
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
