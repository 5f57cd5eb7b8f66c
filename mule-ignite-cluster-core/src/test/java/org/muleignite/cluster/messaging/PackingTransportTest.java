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
    final List<Boolean> sentAtOnce = new ArrayList<>();
    final List<Runnable> later = new ArrayList<>();
    Receiver receiver;
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
    public boolean send(UUID node, byte[] bytes, boolean atOnce) {
      Runnable task = onNext;
      onNext = () -> {};
      task.run();
      synchronized (sent) {
        sentAtOnce.add(atOnce);
        return sent.add(bytes);
      }
    }

    @Override
    public void receive(Receiver listener) {
      receiver = listener;
    }

    @Override
    public void later(Runnable task) {
      later.add(task);
    }
  }

  private void send(String text) {
    assertTrue(packing.send(peer, text.getBytes(UTF_8), false));
  }

  /** What another node makes of the messages sent so far. */
  private List<String> received() {
    List<String> texts = new ArrayList<>();
    packing.receive((sender, bytes, atOnce) -> texts.add(new String(bytes, UTF_8)));
    wire.sent.forEach(pack -> wire.receiver.accept(peer, pack, false));
    return texts;
  }

  /** Sends "one", which is under way until then. */
  private Thread sendingUntil(CountDownLatch goOn) throws InterruptedException {
    CountDownLatch underWay = new CountDownLatch(1);
    wire.onNext =
        () -> {
          underWay.countDown();
          await(goOn);
        };
    Thread first = new Thread(() -> send("one"));
    first.start();
    assertTrue(underWay.await(10, TimeUnit.SECONDS));
    return first;
  }

  @Test
  void whatIsSentMeanwhileLeavesTogether() throws Exception {
    CountDownLatch goOn = new CountDownLatch(1);
    Thread first = sendingUntil(goOn);
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
    packing.receive((sender, bytes, atOnce) -> send("answer"));
    wire.receiver.accept(peer, pack, false);
    assertEquals(1, wire.sent.size());
    assertEquals(List.of("answer", "answer"), received());
  }

  @Test
  void oneThatCannotBeHandledDoesNotStopTheOthers() throws Exception {
    whatIsSentMeanwhileLeavesTogether();
    List<String> handled = new ArrayList<>();
    packing.receive(
        (sender, bytes, atOnce) -> {
          if (new String(bytes, UTF_8).equals("two")) {
            throw new IllegalStateException("bad");
          }
          handled.add(new String(bytes, UTF_8));
        });
    wire.receiver.accept(peer, wire.sent.get(1), false);
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

  @Test
  void whatIsSentAtOnceTravelsAlone() throws Exception {
    CountDownLatch goOn = new CountDownLatch(1);
    Thread first = sendingUntil(goOn);
    send("two");
    assertTrue(packing.send(peer, "now".getBytes(UTF_8), true));
    assertEquals(List.of("now"), received());
    goOn.countDown();
    first.join();
    assertEquals(List.of(true, false, false), wire.sentAtOnce);
    assertEquals(List.of("now", "one", "two"), received());
  }

  /** It might have to connect, to whomever. */
  @Test
  void theThreadThatReadsTheNetworkSendsNothing() {
    send("one");
    byte[] pack = wire.sent.remove(0);
    packing.receive(
        (sender, bytes, atOnce) -> {
          assertTrue(atOnce);
          send("answer");
          assertTrue(packing.send(UUID.randomUUID(), "other".getBytes(UTF_8), true));
        });
    wire.receiver.accept(peer, pack, true);
    assertEquals(List.of(), wire.sent);
    assertEquals(1, wire.later.size());
    wire.later.get(0).run();
    assertEquals(List.of("answer", "other"), received());
  }

  @Test
  void aDamagedOneHarmsNobody() {
    send("one");
    List<String> handled = new ArrayList<>();
    packing.receive((sender, bytes, atOnce) -> handled.add(new String(bytes, UTF_8)));
    wire.receiver.accept(peer, new byte[] {0, 0, 0, 9, 1}, true);
    wire.receiver.accept(peer, new byte[] {-1, 0, 0, 9, 1}, true);
    wire.receiver.accept(peer, wire.sent.get(0), true);
    assertEquals(List.of("one"), handled);
  }
}
