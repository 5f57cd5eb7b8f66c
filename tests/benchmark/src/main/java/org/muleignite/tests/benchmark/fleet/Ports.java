package org.muleignite.tests.benchmark.fleet;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Finds ports for a cluster that nobody listens on. Thread-safe. */
final class Ports {

  /** How many ports a cluster gets: ten for discovery, ten for its traffic. */
  static final int COUNT = 20;

  private static int next = 20_000 + (int) (ProcessHandle.current().pid() * 97 % 10_000);

  private Ports() {}

  static synchronized int freeRange() {
    while (next < 60_000) {
      int first = next;
      next += COUNT;
      if (allFree(first)) {
        return first;
      }
    }
    throw new IllegalStateException("No free ports for a cluster");
  }

  private static boolean allFree(int first) {
    for (int port = first; port < first + COUNT; port++) {
      try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        probe.setReuseAddress(true);
      } catch (IOException e) {
        return false;
      }
    }
    return true;
  }
}
