package org.muleignite.tests.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mule.runtime.api.exception.MuleRuntimeException;
import org.mule.runtime.core.api.util.queue.DefaultQueueConfiguration;
import org.mule.runtime.core.api.util.queue.Queue;

/** Persistent queues after the stop of the cluster, configured differently than before. */
class QueueRestartIT {

  private static final int ITEMS = 5;

  private QueueNodes nodes;

  @BeforeEach
  void fillAndRestart() throws Exception {
    nodes = new QueueNodes(1);
    Queue before = queue(10, true);
    for (int i = 0; i < ITEMS; i++) {
      before.put(i);
    }
    nodes.cluster().stopAll();
    nodes.cluster().start(0);
  }

  @AfterEach
  void stop() {
    nodes.close();
  }

  private Queue queue(int capacity, boolean persistent) {
    var manager = nodes.deploy(0, "app");
    manager.setQueueConfiguration("queue", new DefaultQueueConfiguration(capacity, persistent));
    return manager.getQueueSession().getQueue("queue");
  }

  @Test
  void aLowerCapacityKeepsTheItemsAndRefusesMore() throws Exception {
    Queue queue = queue(2, true);
    assertEquals(ITEMS, queue.size());
    assertFalse(queue.offer("more", 0));
    for (int i = 0; i < ITEMS - 1; i++) {
      assertFalse(queue.offer("more", 0));
      assertEquals(i, queue.poll(0));
    }
    assertTrue(queue.offer("last", 0));
    assertFalse(queue.offer("more", 0));
    assertEquals(ITEMS - 1, queue.poll(0));
    assertEquals("last", queue.poll(0));
  }

  @Test
  void theOtherKindIsRefusedAndNamed() throws Exception {
    Queue wrong = queue(10, false);
    MuleRuntimeException e = assertThrows(MuleRuntimeException.class, () -> wrong.put("more"));
    assertTrue(e.getMessage().contains("transient here"), e.getMessage());
    assertTrue(e.getMessage().contains("persistent in the cluster"), e.getMessage());
    assertEquals(ITEMS, queue(10, true).size());
  }
}
