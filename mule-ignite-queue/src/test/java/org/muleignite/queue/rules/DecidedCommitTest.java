package org.muleignite.queue.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.muleignite.cluster.api.ClusterException;
import org.muleignite.cluster.api.ClusterUnavailableException;

/** A commit over several queues, and what is left when nodes die in the middle of it. */
class DecidedCommitTest extends MovingTransaction {

  @Test
  void nothingIsLeftOfACommit() throws Exception {
    UnitOfWork work = move();
    work.commit();
    expectMoved(first);
  }

  @Test
  void whatIsAboutMemoryOnlyIsRecordedInMemory() throws Exception {
    QueueSpec other = new QueueSpec(new QueueRef("app/other", false), 0);
    UnitOfWork work = second.engine.begin();
    work.offer(memory, bytes("one"), 0);
    work.offer(other, bytes("two"), 0);
    assertEquals(0, first.engine.size(memory) + first.engine.size(other));
    second.changesToLive = 1;
    work.commit();
    assertEquals(Area.DECISIONS, first.records().keySet().iterator().next().area());
    cluster.kill(second, first);
    expect(first, memory, true);
    expect(first, other, true);
    expectNoRecord();
  }

  /** First the record, then the items of the three queues, then the record again. */
  @ParameterizedTest
  @CsvSource({
    "0,0,false",
    "0,1,true",
    "1,0,true",
    "1,1,true",
    "2,0,true",
    "2,1,true",
    "3,1,true",
    "4,0,true",
    "4,1,true"
  })
  void aDeadNodesCommitIsDoneAsAWholeOrNotAtAll(int changes, int steps, boolean committed)
      throws Exception {
    UnitOfWork work = move();
    second.changesToLive = changes;
    second.lastSteps = steps;
    dieIn(work, changes);
    cluster.kill(second, first);
    expect(first, committed ? out : in, true);
    expect(first, memory, committed);
    expect(first, committed ? in : out, false);
    expectNoRecord();
    reopen();
    for (QueueSpec spec : Arrays.asList(in, out, memory)) {
      expect(first, spec, false);
    }
  }

  private static void dieIn(UnitOfWork work, int changes) {
    if (changes < 1) {
      assertThrows(ClusterException.class, work::commit);
    } else {
      work.commit();
    }
  }

  /** Another node owns everything for a moment, so that each index is built anew. */
  private void reopen() {
    FakeNode other = cluster.join();
    cluster.own(other);
    assertEquals(0, first.engine.size(in) + first.engine.size(out) + first.engine.size(memory));
    cluster.own(first);
  }

  @ParameterizedTest
  @CsvSource({"0,0,false", "0,1,true", "1,0,true", "2,1,true", "3,1,true", "4,0,true", "4,1,true"})
  void aCommitSurvivesTheStopOfAllNodes(int changes, int steps, boolean committed)
      throws Exception {
    UnitOfWork work = move();
    second.changesToLive = changes;
    second.lastSteps = steps;
    dieIn(work, changes);
    cluster.killAll();
    FakeNode again = cluster.join();
    expect(again, in, !committed);
    expect(again, out, committed);
    // It is in memory: nobody misses it.
    expect(again, memory, false);
    expectNoRecord();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whoeverOpensTheLastQueueFindsItComplete(boolean inFirst) throws Exception {
    UnitOfWork work = move();
    second.changesToLive = 1;
    second.lastSteps = 1;
    dieIn(work, 1);
    cluster.killAll();
    FakeNode again = cluster.join();
    FakeNode also = cluster.join();
    expect(again, inFirst ? in : out, !inFirst);
    cluster.own(also);
    expect(also, inFirst ? out : in, inFirst);
    expectNoRecord();
  }

  @Test
  void aRedoThatComesLateBringsNothingBack() throws Exception {
    UnitOfWork work = move();
    second.changesToLive = 1;
    dieIn(work, 1);
    EntryKey key = first.records().keySet().iterator().next();
    cluster.kill(second, first);
    expectMoved(first);
    redo(first).complete(key, queue -> true);
    expectNoRecord();
  }

  private Redo redo(FakeNode node) {
    LocalNode local = new LocalNode(node, node, threads, threads, threads);
    return new Redo(local, new Committer(local));
  }

  /** First it puts its name into the record, then as the first one. */
  @ParameterizedTest
  @CsvSource({"0,0", "0,2", "1,0", "1,1", "3,1", "4,0", "4,2"})
  void whoDiesWhileRedoingIsFollowedByTheNext(int changes, int steps) throws Exception {
    UnitOfWork work = move();
    second.changesToLive = 1;
    dieIn(work, 1);
    FakeNode third = cluster.join();
    cluster.nodes.remove(second.id);
    third.changesToLive = changes;
    third.lastSteps = steps;
    assertThrows(ClusterUnavailableException.class, () -> redo(third).ofQueue(in.ref()));
    cluster.nodes.put(second.id, second);
    cluster.kill(third, first);
    cluster.kill(second, first);
    expectMoved(first);
  }

  @Test
  void aLivingNodesRecordIsLeftAlone() throws Exception {
    UnitOfWork work = move();
    second.refusals.addAll(Arrays.asList(null, null, new ClusterUnavailableException("cut off")));
    work.commit();
    redo(first).ofQueue(in.ref());
    assertEquals(1, first.records().size());
    assertEquals(0, first.engine.undecided().size() + second.engine.undecided().size());
    // It goes on by itself.
    expectMoved(first);
  }

  @Test
  void aConflictLeavesNoRecord() throws Exception {
    UnitOfWork work = move();
    assertTrue(first.engine.offer(in, bytes("two"), 0));
    Claim two = second.engine.claim(in, 0);
    work.take(in, two);
    cluster.entries.remove(in.ref().item(two.position()));
    assertThrows(ChangeConflictException.class, work::commit);
    assertEquals(Map.of(), first.records());
    expect(first, in, true);
    expect(first, out, false);
  }

  @Test
  void whatIsDecidedIsCarriedOutLaterWhenItCannotBeNow() throws Exception {
    UnitOfWork work = move();
    ClusterException cutOff = new ClusterUnavailableException("cut off");
    second.refusals.addAll(Arrays.asList(null, cutOff, cutOff));
    work.commit();
    expectMoved(first);
  }

  @Test
  void severalItemsOfOneQueueAreOneCommit() throws Exception {
    assertEquals(0, first.engine.size(out));
    UnitOfWork work = second.engine.begin();
    work.offer(out, bytes("one"), 0);
    work.offer(out, bytes("two"), 0);
    second.changesToLive = 1;
    second.lastSteps = 1;
    work.commit();
    cluster.killAll();
    assertEquals(2, cluster.join().engine.size(out));
  }
}
