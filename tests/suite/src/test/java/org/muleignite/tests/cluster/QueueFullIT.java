package org.muleignite.tests.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mule.runtime.api.exception.MuleRuntimeException;
import org.mule.runtime.core.api.transaction.xa.ResourceManagerException;
import org.mule.runtime.core.api.util.queue.DefaultQueueConfiguration;
import org.mule.runtime.core.api.util.queue.Queue;
import org.mule.runtime.core.api.util.queue.QueueSession;
import org.muleignite.cluster.api.CacheSpec;

/** More than there is memory for: an error of the publisher, and of nobody else. */
class QueueFullIT {

  private static final int REGION_MB = 24;
  private static final int ITEM_BYTES = 100_000;

  private static final int BATCH = 7;

  /** Far more than the region holds. */
  private static final int TOO_MANY = 2 * REGION_MB * 1_000_000 / ITEM_BYTES;

  private final String name = "queue-" + UUID.randomUUID();
  private QueueNodes nodes;
  private QueueSession producer;
  private Queue in;
  private Queue out;

  @BeforeEach
  void start() {
    nodes = new QueueNodes(2, settings -> settings.setTransientMemoryMb(REGION_MB));
    producer = session(0, false);
    in = producer.getQueue(name);
    out = session(1, false).getQueue(name);
  }

  @AfterEach
  void stop() {
    nodes.close();
  }

  private QueueSession session(int node, boolean persistent) {
    var manager = nodes.deploy(node, "app");
    manager.setQueueConfiguration(name, new DefaultQueueConfiguration(0, persistent));
    return manager.getQueueSession();
  }

  private static byte[] item(int number) {
    return ByteBuffer.allocate(ITEM_BYTES).putInt(number).array();
  }

  @Test
  void publishersGetAnErrorAndEverythingStoredComesOut() throws Exception {
    int stored = 0;
    MuleRuntimeException refusal = null;
    while (refusal == null && stored < TOO_MANY) {
      try {
        in.put(item(stored));
        stored++;
      } catch (MuleRuntimeException e) {
        refusal = e;
      }
    }
    check(refusal, stored);
  }

  @Test
  void commitsFailAndEverythingCommittedComesOut() throws Exception {
    int stored = 0;
    ResourceManagerException refusal = null;
    while (refusal == null && stored < TOO_MANY) {
      producer.begin();
      for (int i = 0; i < BATCH; i++) {
        in.put(item(stored + i));
      }
      try {
        producer.commit();
        stored += BATCH;
      } catch (ResourceManagerException e) {
        refusal = e;
      }
    }
    check(refusal, stored);
  }

  private void check(Exception refusal, int stored) throws InterruptedException {
    assertTrue(refusal != null && stored > 0, stored + " stored, nothing was ever refused");
    assertTrue(refusal.getMessage().contains("nothing was changed"), refusal::toString);
    assertTrue(refusal.getMessage().contains("transientMemoryMb"), refusal::toString);
    assertEquals(2, nodes.cluster().member(0).context().membership().members().size());
    int present = out.size();
    assertEquals(stored, present);
    for (int i = 0; i < present; i++) {
      assertEquals(i, ByteBuffer.wrap((byte[]) out.poll(0)).getInt());
    }
    assertNull(out.poll(0));
    for (int i = 0; i < stored / 2; i++) {
      in.put(item(i));
    }
    for (int i = 0; i < stored / 2; i++) {
      assertEquals(i, ByteBuffer.wrap((byte[]) out.poll(0)).getInt());
    }
  }

  /** A record that the engine's log does not take would end the node. */
  @Test
  void whatTheLogCannotHoldIsRefused() throws Exception {
    QueueSession session = session(0, true);
    Queue durable = session.getQueue(name);
    durable.put("first");
    MuleRuntimeException tooLarge =
        assertThrows(
            MuleRuntimeException.class, () -> durable.put(new byte[CacheSpec.MAX_CHANGE_BYTES]));
    assertTrue(tooLarge.getMessage().contains("nothing was changed"), tooLarge.getMessage());
    assertTrue(tooLarge.getMessage().contains("bytes"), tooLarge.getMessage());

    session.begin();
    assertEquals("first", durable.poll(0));
    for (int megabytes = 0; megabytes < 13; megabytes++) {
      durable.put(new byte[1 << 20]);
    }
    ResourceManagerException tooMuch =
        assertThrows(ResourceManagerException.class, session::commit);
    assertTrue(tooMuch.getMessage().contains("nothing was changed"), tooMuch.getMessage());

    Queue elsewhere = session(1, true).getQueue(name);
    assertEquals("first", elsewhere.poll(0));
    assertNull(elsewhere.poll(0));
  }
}
