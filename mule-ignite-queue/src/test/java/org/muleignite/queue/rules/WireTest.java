package org.muleignite.queue.rules;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.muleignite.cluster.api.ClusterException;

class WireTest {

  private final UUID node = UUID.randomUUID();
  private final QueueSpec spec = new QueueSpec(new QueueRef("app/ü #1", true), 7, true);

  @Test
  void requestsComeBackAsTheyWere() {
    Holdings released =
        new Holdings(new long[] {5, 6}, new long[] {7}, new long[] {8, Long.MIN_VALUE});
    Settlement settlement = new Settlement(node, new long[] {1, 2}, new long[] {3}, released);
    Load load = new Load(new long[] {13, 14}, new byte[][] {{15}, {16, 17}}, 18, true);
    for (QueueRequest.Op op : QueueRequest.Op.values()) {
      QueueRequest sent = new QueueRequest(op, spec, new long[] {9, 10, 11, 12}, settlement, load);
      QueueRequest got = Wire.request(Wire.encode(sent));
      assertEquals(op, got.op);
      assertEquals(spec.ref(), got.queue());
      assertEquals(7, got.spec.capacity());
      assertTrue(got.spec.isMaker());
      assertEquals(
          "9 10 11 12", got.ticket + " " + got.timeoutMillis + " " + got.tail + " " + got.head);
      assertEquals(node, got.settlement.holder);
      assertArrayEquals(settlement.removed, got.settlement.removed);
      assertArrayEquals(settlement.published, got.settlement.published);
      assertArrayEquals(released.claims, got.settlement.released.claims);
      assertArrayEquals(released.reservations, got.settlement.released.reservations);
      assertArrayEquals(released.rooms, got.settlement.released.rooms);
      assertArrayEquals(load.claims, got.load.claims);
      assertArrayEquals(load.items[1], got.load.items[1]);
      assertEquals(18, got.load.lowest);
      assertTrue(got.load.repeated);
    }
    assertTrue(
        Wire.request(Wire.encode(QueueRequest.of(QueueRequest.Op.SIZE, spec)))
            .settlement
            .isEmpty());
  }

  @Test
  void repliesComeBackAsTheyWere() {
    QueueReply got = Wire.reply(Wire.encode(QueueReply.of(new byte[] {1, 2}, 3, 4)));
    assertTrue(got.isOk());
    assertArrayEquals(new byte[] {1, 2}, got.item);
    assertArrayEquals(new long[] {3, 4}, got.positions);
    assertNull(Wire.reply(Wire.encode(QueueReply.EMPTY)).item);
    assertTrue(Wire.reply(Wire.encode(QueueReply.MOVED)).isMoved());
  }

  @Test
  void branchesComeBackAsTheyWere() {
    Branch sent = new Branch(node);
    sent.add(new Branch.Part(spec, new long[] {1, 2}, new long[] {3}, new byte[][] {{4, 5}}));
    Branch got = Wire.branch(Wire.encode(sent));
    assertEquals(node, got.node());
    Branch.Part part = got.parts().get(0);
    assertEquals(spec.ref(), part.spec().ref());
    assertArrayEquals(new long[] {1, 2}, part.claims());
    assertArrayEquals(new byte[] {4, 5}, part.items()[0]);
  }

  @Test
  void depthsComeBackAsTheyWere() {
    DepthReport sent = new DepthReport(1);
    sent.add(new QueueDepth(spec.ref(), node, 1, 2, 3));
    sent.add(new QueueDepth(new QueueRef("app/q", false), node, 7, 8, 9));
    sent.addTemporary(4, 5L);
    sent.addOpening(6);
    byte[] bytes = Wire.encode(sent);
    DepthReport got = Wire.depths(node, bytes);
    assertEquals(sent.lines(), got.lines());
    assertEquals(1, got.queues().size());
    assertEquals(17, Wire.limit(Wire.limit(17)));
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThrows(ClusterException.class, () -> Wire.depths(node, cut));
    }
  }

  @Test
  void strangersAreRefusedWithASentence() {
    byte[] newer = Wire.encode(QueueReply.DONE);
    newer[0] = 9;
    ClusterException e = assertThrows(ClusterException.class, () -> Wire.reply(newer));
    assertTrue(e.getMessage().contains("format 9"), e.getMessage());
    byte[] whole = Wire.encode(QueueRequest.of(QueueRequest.Op.SIZE, spec));
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThrows(ClusterException.class, () -> Wire.request(cut));
    }
  }

  @Test
  void keysOfDifferentQueuesNeverMeet() {
    QueueRef queue = new QueueRef("q", false);
    QueueRef other = new QueueRef("q#0000000000000001", false);
    assertEquals(1, queue.positionOf(queue.item(1).name()));
    assertEquals(-1, queue.positionOf(other.item(1).name()));
    assertEquals(-1, queue.positionOf(queue.header().name()));
    assertEquals(Long.MAX_VALUE, queue.positionOf(queue.item(Long.MAX_VALUE).name()));
  }
}
