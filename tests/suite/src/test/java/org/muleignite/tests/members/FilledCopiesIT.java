package org.muleignite.tests.members;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the disk of a node has that was away, came back, and was filled by another. */
class FilledCopiesIT {

  private static final int KEY = 0;
  private static final String BEING_FILLED = "copies.filling";

  private final DataNodes nodes = new DataNodes(settings -> settings.setClusterSize(2));

  @TempDir private Path folder;

  @BeforeEach
  void start() throws Exception {
    nodes.start(0, 1);
    nodes.write(0, "value");
  }

  @AfterEach
  void stop() {
    nodes.close();
  }

  /** Its disk is all that is left of the cluster. */
  @Test
  void whatWasRemovedIsNotOnTheDiskOfANodeThatCameBack() throws Exception {
    nodes.crash(1);
    // Of all partitions only one: were there none that is up to date, the engine would take care.
    nodes.remove(0, KEY);
    nodes.start(1);
    Path disk = folder.resolve("disk");
    nodes.copyDisk(1, disk);
    nodes.crash(0, 1);
    nodes.replaceDisk(1, disk);

    DataNodes.Start alone = nodes.begin(1);
    alone.awaitEngine();
    alone.member().placement().activate();
    nodes.await(alone);
    assertFalse(nodes.has(1, KEY));
    assertTrue(nodes.has(1, KEY + 1));
  }

  @Test
  void aNodeThatEndedWhileItWasFilledComesBackWithoutItsCopies() throws Exception {
    nodes.crash(1);
    Path old = nodes.storage(1).resolve("data").resolve("old");
    Files.createFile(old);
    Files.createFile(nodes.storage(1).resolve(BEING_FILLED));
    nodes.start(1);
    assertFalse(Files.exists(old), "the copies are the old ones");
    nodes.assertHolds("value");
    awaitFilled(1);
  }

  @Test
  void aNodeThatIsFilledComesBackWithItsCopies() throws Exception {
    awaitFilled(0);
    awaitFilled(1);
    nodes.crash(1);
    Path old = nodes.storage(1).resolve("data").resolve("old");
    Files.createFile(old);
    nodes.write(0, "newer");
    nodes.start(1);
    assertTrue(Files.exists(old), "the copies were given up");
    nodes.assertHolds("newer");
    awaitFilled(1);
  }

  private void awaitFilled(int node) {
    await("all copies on the disk of node " + node)
        .atMost(DataNodes.PATIENCE)
        .until(() -> Files.notExists(nodes.storage(node).resolve(BEING_FILLED)));
  }
}
