package org.muleignite.tests.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class FreePortsTest {

  @Test
  void handsOutBlocksThatDoNotOverlap() throws IOException {
    try (FreePorts one = FreePorts.reserve();
        FreePorts other = FreePorts.reserve()) {
      assertNotEquals(one.port(0), other.port(0));
      assertEquals(0, (one.port(0) - other.port(0)) % FreePorts.SIZE);
      assertThrows(IllegalArgumentException.class, () -> one.port(FreePorts.SIZE));
    }
  }

  @Test
  void passesOverABlockWithAPortInUse() throws IOException {
    int first;
    try (FreePorts free = FreePorts.reserve()) {
      first = free.port(0);
    }
    try (ServerSocket foreign = new ServerSocket(first + 3, 1, InetAddress.getLoopbackAddress());
        FreePorts next = FreePorts.reserve()) {
      assertNotEquals(foreign.getLocalPort(), next.port(3));
    }
  }
}
