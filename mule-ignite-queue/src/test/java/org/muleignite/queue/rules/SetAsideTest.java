package org.muleignite.queue.rules;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.muleignite.cluster.api.CacheSpec;
import org.muleignite.cluster.api.ClusterException;
import org.muleignite.cluster.api.ClusterUnavailableException;

class SetAsideTest {

  private final FakeCluster cluster = new FakeCluster();
  private final FakeNode first = cluster.join();
  private final FakeNode second = cluster.join();
  private QueueSpec spec = new QueueSpec(new QueueRef("app/q", true), 0);

  @AfterEach
  void stop() {
    cluster.close();
  }

  private void put(String... items) throws InterruptedException {
    new Items(spec).put(first, items);
  }

  private String take(FakeNode node) throws InterruptedException {
    Claim claim = node.engine.claim(spec, 0);
    if (claim == null) {
      return null;
    }
    assertTrue(node.engine.remove(spec, claim));
    return Items.text(claim);
  }

  private Claim setAside(FakeNode node) throws InterruptedException {
    Claim claim = node.engine.claim(spec, 0);
    assertTrue(node.engine.setAside(spec, claim, "why"));
    return claim;
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void everyNodeListsItAlsoAfterAChangeOfTheOwner(boolean persistent) throws Exception {
    spec = new QueueSpec(new QueueRef("app/q", persistent), 0);
    put("bad", "worse", "good");
    assertEquals(0, second.engine.setAside().count());
    assertEquals(0, first.engine.size(new QueueSpec(new QueueRef("app/other", false), 0)));
    Claim bad = setAside(second);
    Claim worse = setAside(first);
    cluster.own(second);
    for (FakeNode node : Arrays.asList(first, second)) {
      SetAside aside = node.engine.setAside();
      assertEquals(2, aside.count());
      List<SetAsideItem> items = aside.list(10);
      assertEquals(2, items.size());
      assertEquals(1, aside.list(1).size());
      check(items.get(0), worse, persistent);
      check(items.get(1), bad, persistent);
      assertArrayEquals(Items.bytes("bad"), aside.content(items.get(1).id()));
    }
    assertEquals("good", take(first));
    assertNull(take(second));
  }

  private static void check(SetAsideItem item, Claim claim, boolean persistent) {
    assertEquals("app/q", item.queue());
    assertEquals(persistent, item.isPersistent());
    assertEquals(claim.position(), item.position());
    assertEquals(claim.item().length, item.size());
    assertEquals("why", item.cause());
    assertTrue(item.millis() > 0);
  }

  @Test
  void nothingIsMadeByLooking() {
    assertEquals(0, first.engine.setAside().count());
    assertTrue(first.engine.setAside().list(10).isEmpty());
    assertTrue(cluster.entries.isEmpty(), cluster.entries.keySet()::toString);
  }

  @Test
  void itIsGivenBackToTheHeadOnce() throws Exception {
    put("bad", "worse", "good");
    setAside(second);
    setAside(second);
    SetAside aside = first.engine.setAside();
    String id = aside.list(10).get(1).id();
    assertTrue(aside.giveBack(id));
    assertFalse(second.engine.setAside().giveBack(id));
    assertFalse(aside.remove(id));
    assertNull(aside.content(id));
    assertEquals(1, aside.count());
    assertEquals("bad", take(second));
    assertEquals("good", take(second));
    assertNull(take(second));
  }

  @Test
  void itIsGivenBackToAQueueThatWasDisposedSince() throws Exception {
    put("bad");
    setAside(second);
    first.engine.dispose(spec);
    SetAside aside = second.engine.setAside();
    assertTrue(aside.giveBack(aside.list(1).get(0).id()));
    assertEquals("bad", take(first));
  }

  @Test
  void itIsRemovedForGood() throws Exception {
    put("bad");
    setAside(second);
    SetAside aside = first.engine.setAside();
    String id = aside.list(1).get(0).id();
    assertTrue(aside.remove(id));
    assertFalse(second.engine.setAside().remove(id));
    assertEquals(0, aside.count());
    cluster.own(second);
    assertEquals(0, aside.count());
    assertNull(take(first));
  }

  @Test
  void whatCannotBeMovedStaysWhereItIs() throws Exception {
    put("bad");
    Claim claim = second.engine.claim(spec, 0);
    second.refusals.add(new ClusterUnavailableException("not now"));
    assertThrows(ClusterException.class, () -> second.engine.setAside(spec, claim, "why"));
    assertEquals("bad", take(first));
    assertEquals(0, first.engine.setAside().count());
  }

  @Test
  void aFullDiskDoesNotLetItBlockTheQueue() throws Exception {
    put("bad", "good");
    first.left = 0;
    setAside(second);
    assertEquals("good", take(first));
    SetAside aside = second.engine.setAside();
    String id = aside.list(1).get(0).id();
    assertThrows(ClusterException.class, () -> aside.giveBack(id));
    assertEquals(1, aside.count());
    first.left = RoomGauge.PLENTY;
    assertTrue(aside.giveBack(id));
    assertEquals("bad", take(first));
  }

  @Test
  void theLargestItemCanBeSetAside() throws Exception {
    byte[] large = new byte[CacheSpec.MAX_CHANGE_BYTES];
    assertTrue(first.engine.offer(spec, large, 0));
    assertTrue(second.engine.setAside(spec, second.engine.claim(spec, 0), "why"));
    SetAside aside = first.engine.setAside();
    SetAsideItem item = aside.list(1).get(0);
    assertEquals(large.length, item.size());
    assertTrue(aside.giveBack(item.id()));
    assertArrayEquals(large, first.engine.claim(spec, 0).item());
  }

  @Test
  void longCausesAreShortened() throws Exception {
    put("bad");
    char[] text = new char[100_000];
    Arrays.fill(text, 'x');
    Claim claim = second.engine.claim(spec, 0);
    assertTrue(second.engine.setAside(spec, claim, new String(text)));
    assertEquals(1_000, first.engine.setAside().list(1).get(0).cause().length());
  }

  @Test
  void wrongIdsAndNewerEntriesAreRefused() throws Exception {
    SetAside aside = first.engine.setAside();
    for (String id : Arrays.asList("", "x1", "p", "pz", "17")) {
      assertThrows(IllegalArgumentException.class, () -> aside.remove(id), id);
    }
    assertFalse(aside.giveBack("p1"));
    put("bad");
    setAside(second);
    String id = aside.list(1).get(0).id();
    synchronized (cluster.entries) {
      cluster.entries.forEach(
          (key, value) -> {
            if (key.affinity().equals("#set-aside") && !key.name().endsWith("header")) {
              value[0] = 99;
            }
          });
    }
    ClusterException newer = assertThrows(ClusterException.class, () -> aside.giveBack(id));
    assertTrue(newer.getMessage().contains("newer"), newer.getMessage());
    assertTrue(newer.getMessage().contains(id), newer.getMessage());
    assertEquals(1, aside.count());
  }
}
