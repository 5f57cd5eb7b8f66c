package org.muleignite.tests.cluster;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.Serializable;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mule.runtime.core.api.util.queue.DefaultQueueConfiguration;
import org.mule.runtime.core.api.util.queue.Queue;
import org.mule.runtime.core.api.util.queue.QueueManager;
import org.muleignite.queue.rules.SetAside;
import org.muleignite.queue.rules.SetAsideItem;
import org.muleignite.tests.artifact.Artifact;

/** What an operator does with items that no application could read. */
class QueueSetAsideIT {

  private static final ClassLoader WITHOUT_THE_CLASS = new ClassLoader(null) {};

  private final String name = "queue-" + UUID.randomUUID();
  private QueueNodes nodes;

  record Unknown(String text) implements Serializable {}

  @AfterEach
  void stop() {
    nodes.close();
  }

  private void start(int size) {
    nodes = new QueueNodes(size);
  }

  private Queue producer(int node, boolean persistent) {
    QueueManager manager = nodes.deploy(node, "app");
    manager.setQueueConfiguration(name, new DefaultQueueConfiguration(1_000, persistent));
    return manager.getQueueSession().getQueue(name);
  }

  private Queue consumer(int node) {
    return new Artifact("app", WITHOUT_THE_CLASS)
        .queues(nodes.cluster().member(node))
        .getQueueSession()
        .getQueue(name);
  }

  private void setAsideTwo(boolean persistent, int consumingNode) throws InterruptedException {
    Queue in = producer(0, persistent);
    in.put(new Unknown("first"));
    in.put(new Unknown("second"));
    in.put("good");
    assertEquals("good", consumer(consumingNode).poll(0));
  }

  @ParameterizedTest
  @CsvSource({"1,true", "1,false", "3,true", "3,false"})
  void eachIsListedEverywhereAndGivenBackOrRemovedOnce(int size, boolean persistent)
      throws Exception {
    start(size);
    int last = size - 1;
    assertEquals(0, nodes.setAside(last).count());
    setAsideTwo(persistent, last);
    for (int node = 0; node < size; node++) {
      SetAside aside = nodes.setAside(node);
      assertEquals(2, aside.count());
      List<SetAsideItem> items = aside.list(10);
      assertEquals(2, items.size());
      assertTrue(items.get(0).position() > items.get(1).position(), items::toString);
      for (SetAsideItem item : items) {
        assertEquals("app/app/" + name, item.queue());
        assertEquals(persistent, item.isPersistent());
        assertTrue(item.cause().contains(Unknown.class.getName()), item.cause());
        assertEquals(item.size(), aside.content(item.id()).length);
      }
    }
    String first = nodes.setAside(0).list(10).get(1).id();
    String second = nodes.setAside(0).list(10).get(0).id();

    assertTrue(nodes.setAside(last).giveBack(first));
    assertFalse(nodes.setAside(0).giveBack(first));
    assertTrue(nodes.setAside(0).remove(second));
    assertFalse(nodes.setAside(last).remove(second));
    assertEquals(0, nodes.setAside(0).count());
    assertNull(nodes.setAside(last).content(first));

    Queue in = producer(0, persistent);
    in.put("after");
    assertEquals(new Unknown("first"), in.poll(0));
    assertEquals("after", in.poll(0));
    assertNull(in.poll(0));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void ofAPersistentQueueTheySurviveTheStopOfTheCluster(int size) throws Exception {
    start(size);
    setAsideTwo(true, 0);
    List<SetAsideItem> before = nodes.setAside(0).list(10);
    byte[] content = nodes.setAside(0).content(before.get(1).id());

    restart();
    int last = size - 1;
    List<SetAsideItem> after = nodes.setAside(last).list(10);
    assertEquals(before.toString(), after.toString());
    assertArrayEquals(content, nodes.setAside(last).content(after.get(1).id()));
    assertTrue(nodes.setAside(last).giveBack(after.get(1).id()));

    restart();
    assertEquals(1, nodes.setAside(0).count());
    assertEquals(new Unknown("first"), producer(last, true).poll(0));
    assertNull(consumer(0).poll(0));
    assertEquals(1, nodes.setAside(last).count());
  }

  private void restart() {
    nodes.cluster().stopAll();
    nodes.cluster().startAll();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void theyOutliveTheNodesThatKeepThem(boolean persistent) throws Exception {
    start(3);
    setAsideTwo(persistent, 0);
    String before = nodes.setAside(0).list(10).toString();
    nodes.cluster().crash(1);
    Awaitility.await()
        .until(() -> nodes.cluster().member(0).context().membership().members().size() == 2);
    assertEquals(before, nodes.setAside(2).list(10).toString());
    nodes.cluster().start(1);
    assertEquals(before, nodes.setAside(1).list(10).toString());
    for (SetAsideItem item : nodes.setAside(1).list(10)) {
      assertTrue(nodes.setAside(1).giveBack(item.id()));
    }
    Queue out = producer(2, persistent);
    assertEquals(new Unknown("first"), out.poll(0));
    assertEquals(new Unknown("second"), out.poll(0));
    assertNull(out.poll(0));
    assertEquals(0, nodes.setAside(0).count());
  }
}
