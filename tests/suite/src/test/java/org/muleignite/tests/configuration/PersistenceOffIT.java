package org.muleignite.tests.configuration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mule.runtime.api.exception.MuleRuntimeException;
import org.mule.runtime.core.api.util.queue.DefaultQueueConfiguration;
import org.mule.runtime.core.api.util.queue.Queue;
import org.mule.runtime.core.api.util.queue.QueueManager;
import org.muleignite.tests.cluster.QueueNodes;

/** Persistent queues of a cluster whose persistence is off are as those in memory. */
class PersistenceOffIT {

  private static final int ITEM_BYTES = 1 << 20;
  private static final int TOO_MANY = 200;

  private QueueNodes nodes;

  @BeforeEach
  void start() {
    nodes =
        new QueueNodes(
            2,
            settings -> {
              settings.setPersistence(false);
              settings.setTransientMemoryMb(32);
            });
  }

  @AfterEach
  void stop() {
    nodes.close();
  }

  private Queue queue(int node) {
    QueueManager manager = nodes.deploy(node, "app");
    manager.setQueueConfiguration("queue", new DefaultQueueConfiguration(0, true));
    return manager.getQueueSession().getQueue("queue");
  }

  @Test
  void itemsSurviveANode() throws Exception {
    Queue queue = queue(0);
    for (int i = 0; i < 10; i++) {
      queue.put(i);
    }
    nodes.cluster().crash(0);
    Queue survivor = queue(1);
    assertEquals(10, survivor.size());
    assertEquals(0, survivor.poll(0));
  }

  @Test
  void fullMemoryIsRefusedBeforeAnythingChanges() throws Exception {
    Queue queue = queue(0);
    int stored = 0;
    MuleRuntimeException refusal = null;
    while (refusal == null && stored < TOO_MANY) {
      try {
        queue.put(ByteBuffer.allocate(ITEM_BYTES).putInt(stored).array());
        stored++;
      } catch (MuleRuntimeException e) {
        refusal = e;
      }
    }
    assertTrue(refusal != null && stored > 0, stored + " stored, nothing was ever refused");
    assertTrue(refusal.getMessage().contains("transientMemoryMb"), refusal::toString);
    assertEquals(stored, queue(1).size());
    for (int i = 0; i < stored; i++) {
      assertEquals(i, ByteBuffer.wrap((byte[]) queue(1).poll(0)).getInt());
    }
  }
}
