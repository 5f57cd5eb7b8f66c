package org.muleignite.tests.security;

import static java.util.Collections.emptyList;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.muleignite.tests.support.TestCluster;

/**
 * Nobody who reaches a port makes a node create objects of classes that the cluster does not use.
 */
class ReceivedClassesIT {

  /** What every connection to the discovery port of Ignite starts with. */
  private static final byte[] IGNITE_HEADER = {0x00, 0x00, 0x47, 0x47};

  @Test
  void anObjectOfAClassThatIsNotListedIsNeverCreated() throws Exception {
    try (TestCluster cluster = TestCluster.of(1, () -> emptyList())) {
      int port = cluster.settings().getDiscoveryPort();
      send(port, new com.example.Gadget());
      // Bytes sent like this do reach the deserialization of the node: an allowed class is read.
      send(port, new Gadget());
      await("an allowed class")
          .atMost(Duration.ofSeconds(60))
          .until(() -> Gadget.READ.getAndSet(0) == 1);
      assertEquals(0, com.example.Gadget.READ.get());

      cluster.start(1);
      assertEquals(2, cluster.member(0).context().membership().members().size());
    }
  }

  @Test
  void whatTheOperatorAddsIsCreated() throws Exception {
    try (TestCluster cluster =
        new TestCluster(
            () -> emptyList(), settings -> settings.setReceivedClasses(List.of("com.example.*")))) {
      cluster.start(0);
      send(cluster.settings().getDiscoveryPort(), new com.example.Gadget());
      await("an added class")
          .atMost(Duration.ofSeconds(60))
          .until(() -> com.example.Gadget.READ.getAndSet(0) == 1);
    }
  }

  /** Returns once the node has closed the connection. */
  private static void send(int port, Object message) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(IGNITE_HEADER);
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(message);
    }
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket.setSoTimeout(60_000);
      OutputStream out = socket.getOutputStream();
      out.write(bytes.toByteArray());
      out.flush();
      socket.shutdownOutput();
      assertEquals(-1, socket.getInputStream().read(), "no answer");
    }
  }
}
