package org.muleignite.queue.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.muleignite.cluster.api.ClusterException;

/** A prepared branch over several queues whose commit is decided and then cut off. */
class DecidedBranchTest extends MovingTransaction {

  private static final EntryKey KEY = new EntryKey(Area.BRANCHES, "app#1", "app#1");

  @Test
  void aPreparedBranchIsCommittedWithoutATrace() throws Exception {
    UnitOfWork work = move();
    assertTrue(work.prepare(KEY));
    work.commit();
    expectMoved(first);
  }

  /** First the decision, which looks at the record and then replaces it, then as above. */
  @ParameterizedTest
  @CsvSource({"0,1,false", "0,2,true", "1,0,true", "1,1,true", "2,1,true", "4,0,true", "4,2,true"})
  void aDecidedBranchIsNoLongerUndecided(int changes, int steps, boolean decided) throws Exception {
    UnitOfWork work = move();
    assertTrue(work.prepare(KEY));
    second.changesToLive = changes;
    second.lastSteps = steps;
    if (changes == 0) {
      assertThrows(ClusterException.class, work::commit);
    } else {
      work.commit();
    }
    cluster.kill(second, first);
    assertEquals(decided ? 0 : 1, first.engine.undecided().size());
    if (!decided) {
      first.engine.recover(KEY).commit();
    }
    expectMoved(first);
    assertNull(first.engine.recover(KEY));
  }

  @Test
  void aDecidedBranchIsNotRolledBack() throws Exception {
    UnitOfWork work = move();
    assertTrue(work.prepare(KEY));
    second.changesToLive = 1;
    work.commit();
    cluster.nodes.remove(second.id);
    PreparedBranch orphan = first.engine.recover(KEY);
    assertThrows(ClusterException.class, orphan::rollback);
    orphan.commit();
    expectMoved(first);
  }

  @Test
  void aPreparedBranchWhoseItemIsGoneStaysUndecided() throws Exception {
    UnitOfWork work = move();
    assertTrue(work.prepare(KEY));
    cluster.entries.keySet().removeIf(key -> in.ref().positionOf(key.name()) >= 0);
    assertThrows(ChangeConflictException.class, work::commit);
    assertEquals(1, second.engine.undecided().size());
    work.rollback();
    expect(first, out, false);
    expectNoRecord();
  }
}
