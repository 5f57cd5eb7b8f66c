package org.muleignite.tests.members;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.muleignite.cluster.api.ClusterException;
import org.muleignite.cluster.config.ClusterSettings;

/** Storage that no node should start on: refused with one sentence, and nobody else is hurt. */
class BadInputIT {

  @Test
  void halfWrittenStorageIsRefused() throws Exception {
    try (DataNodes nodes = new DataNodes(settings -> {})) {
      nodes.start(0);
      nodes.write(0, "value");
      nodes.stop(0);
      for (Path file : pagesOf(nodes.storage(0))) {
        Files.write(file, List.of("not what was written"));
      }
      String refusal = refusalOf(nodes, 0);
      assertTrue(refusal.contains("could not start"), refusal);
      assertTrue(refusal.contains("move the folder away and start again"), refusal);
    }
  }

  @Test
  void aNodeOfAnotherClusterIsRefusedAndHurtsNobody() throws Exception {
    AtomicReference<Consumer<ClusterSettings>> tuning = new AtomicReference<>(settings -> {});
    try (DataNodes nodes = new DataNodes(settings -> tuning.get().accept(settings))) {
      nodes.start(0);
      String name = nodes.member(0).context().settings().getClusterName();
      tuning.set(settings -> settings.setClusterName("invoices"));
      String refusal = refusalOf(nodes, 1);
      String sentence =
          "mule-ignite setting 'clusterName' of the joining node is 'invoices', but the cluster found there is '"
              + name
              + "': give the node the same name, or other seeds and another 'discoveryPort'.";
      assertEquals(sentence, refusal);
      tuning.set(settings -> {});
      nodes.start(2);
      nodes.write(2, "value");
    }
  }

  @Test
  void numbersOfNodesAreChosenOrGivenAndNeverTwice() throws Exception {
    AtomicInteger chosen = new AtomicInteger(2);
    try (DataNodes nodes = new DataNodes(settings -> settings.setNodeId(chosen.get()))) {
      nodes.start(0);
      assertEquals(2, nodes.member(0).number());
      String refusal = refusalOf(nodes, 1);
      assertTrue(refusal.startsWith("mule-ignite setting 'nodeId' of the joining node is 2"));
      chosen.set(0);
      nodes.start(1);
      nodes.start(2);
      assertEquals(1, nodes.member(1).number());
      assertEquals(3, nodes.member(2).number());
      nodes.stop(2);
      chosen.set(1);
      assertTrue(refusalOf(nodes, 2).contains("was given: set another one."));
      chosen.set(0);
      nodes.start(2);
      assertEquals(3, nodes.member(2).number(), "as before");
    }
  }

  private static List<Path> pagesOf(Path storage) throws Exception {
    try (Stream<Path> files = Files.walk(storage)) {
      List<Path> pages =
          files
              .filter(
                  file ->
                      file.getParent().getFileName().toString().equals("metastorage")
                          && file.toString().endsWith(".bin"))
              .toList();
      assertTrue(!pages.isEmpty(), "no files of the engine's own data");
      return pages;
    }
  }

  private static String refusalOf(DataNodes nodes, int node) {
    ExecutionException failure =
        assertThrows(ExecutionException.class, () -> nodes.await(nodes.begin(node)));
    return assertInstanceOf(ClusterException.class, failure.getCause()).getMessage();
  }
}
