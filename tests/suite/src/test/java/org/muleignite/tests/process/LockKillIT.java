package org.muleignite.tests.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three JVMs count in a file that only a lock protects, tick where they are primary, and store,
 * while one after the other is killed or comes to rest for longer than the others wait for it. No
 * increment is missed, ticks of two nodes never overlap, fencing numbers only grow, and a node that
 * wakes up joins again by itself.
 *
 * <p>{@code -Dlock.kill.seed} repeats a run as far as threads allow, {@code -Dlock.kill.rounds}
 * changes its length.
 */
class LockKillIT {

  private static final int ROUNDS = Integer.getInteger("lock.kill.rounds", 3);

  @TempDir private Path folder;

  private final long seed = Long.getLong("lock.kill.seed", System.nanoTime());
  private final Random random = new Random(seed);
  private MemberCluster cluster;

  @BeforeEach
  void start() throws Exception {
    System.out.println("lock.kill.seed=" + seed);
    cluster = new MemberCluster(folder, node -> List.of());
    cluster.startAll();
  }

  @AfterEach
  void stop() throws Exception {
    cluster.close();
  }

  @Test
  void killedAndPausedHoldersMissNoIncrement() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      cluster.killAndRestart(round == 0 ? primary() : random.nextInt(MemberCluster.SIZE));
      pause(round == 0 ? primary() : random.nextInt(MemberCluster.SIZE));
    }
    cluster.check(ROUNDS);
  }

  private int primary() throws InterruptedException {
    return cluster.primaries(List.of(0, 1, 2)).get(0);
  }

  private void pause(int victim) throws Exception {
    cluster.pause(victim);
    cluster.awaitServe(MemberCluster.others(victim));
    cluster.awaitPrimaryAmong(MemberCluster.others(victim));
    cluster.jvm(victim).resume();
    cluster.awaitAllServe();
  }
}
