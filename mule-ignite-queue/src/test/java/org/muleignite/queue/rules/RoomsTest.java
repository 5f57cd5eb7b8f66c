package org.muleignite.queue.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.muleignite.cluster.api.Causes;
import org.muleignite.cluster.api.ClusterException;

/** Who tells whom how full it is; nothing but the test makes anybody tell. */
class RoomsTest {

  private final FakeCluster cluster = new FakeCluster();
  private final FakeNode owner = cluster.joinWithoutQueues();
  private final FakeNode copy = cluster.joinWithoutQueues();
  private final ScheduledExecutorService never = Executors.newSingleThreadScheduledExecutor();
  private final QueueRef queue = new QueueRef("app/q", false);
  private Rooms here;
  private Rooms there;

  @BeforeEach
  void start() {
    never.shutdown();
    here = rooms(owner);
    there = rooms(copy);
  }

  private Rooms rooms(FakeNode node) {
    LocalNode local = new LocalNode(node, node, never, Runnable::run, Runnable::run);
    Rooms rooms = new Rooms(local, node, node);
    rooms.watch();
    return rooms;
  }

  private void check(QueueRef to, long bytes) {
    try {
      here.check(to, bytes).get(60, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new ClusterException(Causes.unwrapped(e).getMessage(), e);
    } catch (InterruptedException | TimeoutException e) {
      throw new AssertionError(e);
    }
  }

  @AfterEach
  void stop() {
    cluster.nodes.clear();
    cluster.close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aCopyWithoutRoomRefuses(boolean persistent) {
    QueueRef kept = new QueueRef("app/q", persistent);
    check(kept, 1_000);
    copy.left = 999;
    there.tell();
    ClusterException full = assertThrows(ClusterException.class, () -> check(kept, 1_000));
    assertTrue(full.getMessage().contains(copy.id.toString()), full.getMessage());
    assertTrue(full.getMessage().contains("nothing was changed"), full.getMessage());
    assertTrue(
        full.getMessage().contains(persistent ? "make room" : "transientMemoryMb"),
        full.getMessage());
    check(kept, 999);
    copy.left = RoomGauge.PLENTY;
    there.tell();
    check(kept, 1_000);
  }

  @Test
  void thisNodeIsAskedEachTime() {
    owner.left = 10;
    assertThrows(ClusterException.class, () -> check(queue, 11));
    check(queue, 10);
    check(queue, 10);
    owner.left = 0;
    assertThrows(ClusterException.class, () -> check(queue, 0));
  }

  @Test
  void whatIsLetInCountsUntilTheCopyTellsAgain() {
    copy.left = 100;
    there.tell();
    assertTrue(here.check(queue, 60).isDone());
    copy.left = 40;
    assertThrows(ClusterException.class, () -> check(queue, 60));
    check(queue, 40);
    copy.left = 0;
    assertThrows(ClusterException.class, () -> check(queue, 0));
    copy.left = 100;
    there.tell();
    assertTrue(here.check(queue, 60).isDone());
  }

  @Test
  void whereThereMayBeRoomAgainItIsAskedFor() {
    copy.left = 0;
    there.tell();
    assertThrows(ClusterException.class, () -> check(queue, 60));
    copy.left = 60;
    check(queue, 60);
    copy.left = RoomGauge.PLENTY;
    check(queue, 1_000);
    assertTrue(here.check(queue, 1_000).isDone());
  }

  @Test
  void nothingIsSentWhileThereIsPlenty() {
    there.tell();
    assertEquals(0, copy.told.get());
    copy.left = 100;
    there.tell();
    there.tell();
    assertEquals(2, copy.told.get());
    copy.left = RoomGauge.PLENTY;
    there.tell();
    there.tell();
    assertEquals(3, copy.told.get());
  }

  @Test
  void theLessIsLeftTheMoreOftenItIsTold() {
    assertEquals(200, there.tell());
    copy.left = 1L << 30;
    assertEquals(200, there.tell());
    copy.left = 10 << 20;
    assertEquals(40, there.tell());
    copy.left = 1;
    assertEquals(20, there.tell());
    copy.left = 0;
    assertEquals(200, there.tell());
  }

  @Test
  void whoIsGoneRefusesNothing() {
    copy.left = 0;
    there.tell();
    here.departed(copy.id);
    check(queue, 1);
    there.tell();
    assertThrows(ClusterException.class, () -> check(queue, 1));
    cluster.nodes.remove(copy.id);
    there.tell();
    check(queue, 1);
  }

  @Test
  void strangeMessagesAreRefused() {
    assertThrows(ClusterException.class, () -> copy.tell(owner.id, Rooms.SERVICE, new byte[] {1}));
    byte[] newer = new byte[17];
    newer[0] = 2;
    assertThrows(ClusterException.class, () -> copy.tell(owner.id, Rooms.SERVICE, newer));
  }
}
