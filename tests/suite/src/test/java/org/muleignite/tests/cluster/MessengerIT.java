package org.muleignite.tests.cluster;

import static java.util.Collections.emptyList;
import static java.util.concurrent.CompletableFuture.completedFuture;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.muleignite.cluster.api.NodeMessenger;
import org.muleignite.tests.support.TestCluster;

/** On which thread messages between nodes are handled, and that each arrives whole. */
class MessengerIT {

  private static final String SERVICE = "turns";
  private static final String NETWORK = "grid-nio-worker-tcp-comm";

  private static final byte[] QUESTION = {};

  private final CompletableFuture<byte[]> answer = new CompletableFuture<>();
  private final CompletableFuture<String> asked = new CompletableFuture<>();
  private final CompletableFuture<String> noticed = new CompletableFuture<>();
  private final CompletableFuture<byte[]> returned = new CompletableFuture<>();

  @Test
  void onlyNoticesAndAnswersAreHandledWhereTheyAreRead() throws Exception {
    byte[] notice = new byte[3_000_000];
    new Random(1).nextBytes(notice);
    try (TestCluster cluster = TestCluster.of(2, () -> emptyList())) {
      NodeMessenger a = cluster.member(0).context().messenger();
      NodeMessenger b = cluster.member(1).context().messenger();
      a.serveAtOnce(SERVICE, (sender, payload) -> kept(payload));
      b.serveAtOnce(SERVICE, (sender, payload) -> served(b, sender, payload));

      CompletableFuture<String> answered =
          a.request(b.localNode(), SERVICE, QUESTION).thenApply(bytes -> thread());
      assertFalse(get(asked).startsWith(NETWORK), get(asked));
      answer.complete(QUESTION);
      assertTrue(get(answered).startsWith(NETWORK), get(answered));

      a.tell(b.localNode(), SERVICE, notice);
      assertTrue(get(noticed).startsWith(NETWORK), get(noticed));
      // What is sent there leaves from another thread, and arrives.
      assertArrayEquals(notice, get(returned));
    }
  }

  private CompletableFuture<byte[]> served(NodeMessenger here, UUID sender, byte[] payload) {
    if (payload.length == 0) {
      asked.complete(thread());
      return answer;
    }
    noticed.complete(thread());
    here.tell(sender, SERVICE, payload);
    return completedFuture(QUESTION);
  }

  private CompletableFuture<byte[]> kept(byte[] payload) {
    returned.complete(payload);
    return completedFuture(payload);
  }

  private static String thread() {
    return Thread.currentThread().getName();
  }

  private static <T> T get(CompletableFuture<T> future) throws Exception {
    return future.get(30, TimeUnit.SECONDS);
  }
}
