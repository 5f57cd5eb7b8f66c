package org.muleignite.tests.members;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A node that leaves in order waits for others to have a copy of all that it holds. */
class ShutdownWaitIT {

  private static final int WAIT_SECONDS = 60;

  @Test
  void aNodeDoesNotLeaveWithTheOnlyCopy() throws Exception {
    try (DataNodes nodes =
        new DataNodes(
            settings -> {
              settings.setClusterSize(3);
              settings.setDepartedNodeSeconds(0);
              settings.setShutdownWaitSeconds(WAIT_SECONDS);
            })) {
      nodes.start(0, 1, 2);
      nodes.write(0, "value");
      nodes.awaitCopies(2);
      nodes.crash(2);
      CompletableFuture<Void> left = nodes.beginStop(1);
      nodes.start(2);
      left.get(DataNodes.PATIENCE.toSeconds(), TimeUnit.SECONDS);
      nodes.assertHolds("value");
      assertEquals(0, nodes.member(0).placement().partitionsWithoutCopy());
      nodes.crash(2);
      // Nobody is left to wait for.
      nodes.stop(0);
    }
  }
}
