package org.muleignite.cluster.messaging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class PackingTransportTest {

  private final UUID peer = UUID.randomUUID();
  private final Wire wire = new Wire();
  private final PackingTransport packing = new PackingTransport(wire);

  /** Keeps what is sent; the next sending can be held up, or fail. */
  private static final class Wire implements Transport {

    final List<byte[]> sent = new ArrayList<>();
    BiConsumer<UUID, byte[]> receiver;
    volatile Runnable onNext = () -> {};

    @Override
    public UUID localNode() {
      return UUID.randomUUID();
    }

    @Override
    public Collection<UUID> others() {
      return List.of();
    }

    @Override
    public boolean send(UUID node, byte[] bytes) {
      Runnable task = onNext;
      onNext = () -> {};
      task.run();
      synchronized (sent) {
        return sent.add(bytes);
      }
    }

    @Override
    public void receive(BiConsumer<UUID, byte[]> listener) {
      receiver = listener;
    }
  }

  private void send(String text) {
    assertTrue(packing.send(peer, text.getBytes(UTF_8)));
  }

  /** What another node makes of the messages sent so far. */
  private List<String> received() {
    List<String> texts = new ArrayList<>();
    packing.receive((sender, bytes) -> texts.add(new String(bytes, UTF_8)));
    wire.sent.forEach(pack -> wire.receiver.accept(peer, pack));
    return texts;
  }

  @Test
  void whatIsSentMeanwhileLeavesTogether() throws Exception {
    CountDownLatch underWay = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    wire.onNext =
        () -> {
          underWay.countDown();
          await(goOn);
        };
    Thread first = new Thread(() -> send("one"));
    first.start();
    assertTrue(underWay.await(10, TimeUnit.SECONDS));
    send("two");
    send("three");
    goOn.countDown();
    first.join();
    assertEquals(2, wire.sent.size());
    assertEquals(List.of("one", "two", "three"), received());
  }

  private static void await(CountDownLatch latch) {
    try {
      assertTrue(latch.await(10, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void answersToWhatCameTogetherLeaveTogether() throws Exception {
    whatIsSentMeanwhileLeavesTogether();
    byte[] pack = wire.sent.get(1);
    wire.sent.clear();
    packing.receive((sender, bytes) -> send("answer"));
    wire.receiver.accept(peer, pack);
    assertEquals(1, wire.sent.size());
    assertEquals(List.of("answer", "answer"), received());
  }

  @Test
  void oneThatCannotBeHandledDoesNotStopTheOthers() throws Exception {
    whatIsSentMeanwhileLeavesTogether();
    List<String> handled = new ArrayList<>();
    packing.receive(
        (sender, bytes) -> {
          if (new String(bytes, UTF_8).equals("two")) {
            throw new IllegalStateException("bad");
          }
          handled.add(new String(bytes, UTF_8));
        });
    wire.receiver.accept(peer, wire.sent.get(1));
    assertEquals(List.of("three"), handled);
  }

  @Test
  void afterAFailureTheNextOneLeaves() {
    wire.onNext =
        () -> {
          throw new IllegalStateException("broken");
        };
    assertThrows(IllegalStateException.class, () -> send("one"));
    send("two");
    assertEquals(List.of("two"), received());
  }
}
