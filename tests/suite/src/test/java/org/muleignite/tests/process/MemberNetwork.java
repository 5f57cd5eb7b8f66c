package org.muleignite.tests.process;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Hosts of their own, each a network namespace of this machine, on one bridge; any of them can be
 * made deaf to any other one while both run. Removes everything when closed. Needs root and
 * iproute2. Used by one thread.
 */
final class MemberNetwork implements AutoCloseable {

  private static final int LIMIT_SECONDS = 20;

  /** Of nobody: what is sent there is lost without an error. */
  private static final String NOWHERE = "02:00:00:00:00:99";

  private final String prefix = "mi" + ProcessHandle.current().pid() % 100_000;
  private final int hosts;

  /**
   * @throws IOException when the kernel, or the rights of this user, do not allow for it
   */
  MemberNetwork(int hosts) throws IOException, InterruptedException {
    this.hosts = hosts;
    try {
      ip("netns", "add", bridge());
      in(bridge(), "link", "add", "br0", "type", "bridge");
      in(bridge(), "link", "set", "br0", "up");
      for (int host = 0; host < hosts; host++) {
        add(host);
      }
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  private void add(int host) throws IOException, InterruptedException {
    ip("netns", "add", namespace(host));
    String port = "p" + host;
    ip(
        Arrays.asList(
            "link",
            "add",
            "eth0",
            "netns",
            namespace(host),
            "type",
            "veth",
            "peer",
            "name",
            port,
            "netns",
            bridge()));
    in(bridge(), "link", "set", port, "master", "br0", "up");
    in(namespace(host), "link", "set", "lo", "up");
    in(namespace(host), "addr", "add", address(host) + "/24", "dev", "eth0");
    in(namespace(host), "link", "set", "eth0", "up");
  }

  String address(int host) {
    return "10.199.77." + (host + 1);
  }

  /** What starts a process on the host. */
  List<String> command(int host) {
    return List.of("ip", "netns", "exec", namespace(host));
  }

  /** From now on nothing that one host sends reaches the other one. */
  void cut(int from, int to) throws IOException, InterruptedException {
    in(
        namespace(from),
        "neigh",
        "replace",
        address(to),
        "lladdr",
        NOWHERE,
        "dev",
        "eth0",
        "nud",
        "permanent");
  }

  /** Cuts both ways between each host of one group and each of the other. */
  void part(List<Integer> some, List<Integer> others) throws IOException, InterruptedException {
    for (int one : some) {
      for (int other : others) {
        cut(one, other);
        cut(other, one);
      }
    }
  }

  /** Everybody reaches everybody again. */
  void heal() throws IOException, InterruptedException {
    for (int host = 0; host < hosts; host++) {
      in(namespace(host), "neigh", "flush", "dev", "eth0", "nud", "permanent");
    }
  }

  private String namespace(int host) {
    return prefix + "-" + host;
  }

  private String bridge() {
    return prefix + "-b";
  }

  @Override
  public void close() throws IOException, InterruptedException {
    // What is in a namespace goes with it, once its processes have ended.
    for (int host = 0; host < hosts; host++) {
      remove(namespace(host));
    }
    remove(bridge());
  }

  private static void remove(String namespace) throws InterruptedException {
    try {
      ip("netns", "del", namespace);
    } catch (IOException e) {
      System.out.println("Namespace " + namespace + " was not there: " + e.getMessage());
    }
  }

  private static void in(String namespace, String... arguments)
      throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of("-n", namespace));
    all.addAll(List.of(arguments));
    ip(all);
  }

  private static void ip(String... arguments) throws IOException, InterruptedException {
    ip(List.of(arguments));
  }

  private static void ip(List<String> arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("ip"));
    command.addAll(arguments);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes());
    if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
      throw new IOException(command + ": " + output.trim());
    }
  }
}
