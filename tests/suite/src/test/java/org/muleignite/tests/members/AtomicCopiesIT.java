package org.muleignite.tests.members;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.apache.ignite.IgniteCache;
import org.apache.ignite.cache.CachePeekMode;
import org.apache.ignite.cache.affinity.Affinity;
import org.apache.ignite.cache.affinity.AffinityKey;
import org.apache.ignite.cluster.ClusterNode;
import org.apache.ignite.configuration.IgniteConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.muleignite.cluster.api.CacheSpec;
import org.muleignite.cluster.node.EnginePrerequisites;
import org.muleignite.tests.support.CacheModule;
import org.muleignite.tests.support.CutOffCommunication;
import org.muleignite.tests.support.TestCluster;

/**
 * Copies of a durable atomic cache of which one has changes that the other one did not get,
 * although both have counted as many.
 */
class AtomicCopiesIT {

  private static final CacheSpec CACHE = CacheSpec.persistentAtomic("test");
  private static final int PRIMARY = 0;
  private static final int BACKUP = 1;
  private static final int WITNESS = 2;

  private final TestCluster cluster =
      new TestCluster(() -> List.of(new CacheModule(CACHE)), settings -> {});

  @TempDir private Path folder;

  private CutOffCommunication communication;
  private AffinityKey<String> stored;
  private AffinityKey<String> removed;
  private AffinityKey<String> later;

  @BeforeEach
  void start() {
    EnginePrerequisites.establish(getClass().getClassLoader());
    communication = start(PRIMARY);
    start(BACKUP);
  }

  /** With all nodes there. */
  private void fill() {
    cluster.awaitShares();
    List<AffinityKey<String>> keys = keysOfOnePartition();
    stored = keys.get(0);
    removed = keys.get(1);
    later = keys.get(2);
    cache(PRIMARY).put(removed, bytes("old"));
  }

  @AfterEach
  void stop() {
    cluster.close();
  }

  private CutOffCommunication start(int node) {
    AtomicReference<CutOffCommunication> wire = new AtomicReference<>();
    cluster.start(node, () -> configuration(wire));
    return wire.get();
  }

  private static IgniteConfiguration configuration(AtomicReference<CutOffCommunication> wire) {
    wire.set(new CutOffCommunication(CutOffCommunication.CHANGES));
    wire.get().setLocalPort(TestCluster.freeRange());
    return new IgniteConfiguration().setCommunicationSpi(wire.get());
  }

  /** Its copies are on the first two nodes. */
  private List<AffinityKey<String>> keysOfOnePartition() {
    Affinity<Object> affinity = cluster.member(PRIMARY).context().ignite().affinity(CACHE.name());
    List<ClusterNode> copies = List.of(node(PRIMARY), node(BACKUP));
    int partition =
        IntStream.range(0, affinity.partitions())
            .filter(i -> List.copyOf(affinity.mapPartitionToPrimaryAndBackups(i)).equals(copies))
            .findFirst()
            .orElseThrow();
    List<AffinityKey<String>> keys = new ArrayList<>();
    for (int i = 0; keys.size() < 3; i++) {
      AffinityKey<String> key = new AffinityKey<>("key-" + i, "name-" + i);
      if (affinity.partition(key) == partition) {
        keys.add(key);
      }
    }
    return keys;
  }

  /** As the first node sees it. */
  private ClusterNode node(int index) {
    return cluster
        .member(PRIMARY)
        .context()
        .ignite()
        .cluster()
        .node(cluster.member(index).context().ignite().cluster().localNode().id());
  }

  private IgniteCache<AffinityKey<String>, byte[]> cache(int node) {
    return cluster.member(node).context().ignite().cache(CACHE.name());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  /** What is in the copy of a node itself. */
  private String copy(int node, AffinityKey<String> key) {
    byte[] value = cache(node).localPeek(key, CachePeekMode.PRIMARY, CachePeekMode.BACKUP);
    return value == null ? "nothing" : new String(value, UTF_8);
  }

  /** Without a word the two copies would pass for the same, and the old primary be it again. */
  @Test
  void whatOnlyAKilledNodeHasDoesNotComeBackWithIt() {
    fill();
    communication.cutOff(node(BACKUP));
    cache(PRIMARY).putAsync(stored, bytes("new"));
    await().until(() -> communication.lost() == 1);
    cluster.crash(PRIMARY);
    cache(BACKUP).remove(removed);
    cluster.member(BACKUP).context().membership().confirmMember();

    start(PRIMARY);
    cluster.awaitShares();
    for (int node : List.of(PRIMARY, BACKUP)) {
      assertEquals("nothing", copy(node, removed));
      assertEquals("nothing", copy(node, stored));
    }
  }

  @Test
  void copiesThatDifferAreMadeEqualWhenAllNodesHaveBeenKilledAtOnce() throws Exception {
    fill();
    letTheCopiesDiffer();
    killBothAtOnce();
    cluster.startAll();
    for (AffinityKey<String> key : List.of(stored, removed, later)) {
      assertEquals(copy(PRIMARY, key), copy(BACKUP, key), key.toString());
    }
    assertEquals("last", copy(BACKUP, later));
  }

  /** While a third node goes on with what it has. */
  @Test
  void copiesThatDifferAreMadeEqualWhenBothHaveBeenAway() throws Exception {
    start(WITNESS);
    fill();
    letTheCopiesDiffer();
    killBothAtOnce();
    start(PRIMARY);
    start(BACKUP);
    await()
        .atMost(DataNodes.PATIENCE)
        .untilAsserted(
            () -> {
              for (AffinityKey<String> key : List.of(stored, removed, later)) {
                assertEquals(copy(PRIMARY, key), copy(BACKUP, key), key.toString());
              }
              assertEquals("last", copy(BACKUP, later));
            });
  }

  /** By two changes that the backup does not get, although it counts as many as the primary. */
  private void letTheCopiesDiffer() {
    communication.cutOff(node(BACKUP));
    cache(PRIMARY).putAsync(stored, bytes("new"));
    cache(PRIMARY).removeAsync(removed);
    await().until(() -> communication.lost() == 2);
    communication.reconnect();
    cache(PRIMARY).put(later, bytes("last"));
    assertEquals("nothing", copy(PRIMARY, removed));
    assertEquals("old", copy(BACKUP, removed));
  }

  /** As the disks are now, whoever ends first. */
  private void killBothAtOnce() throws IOException {
    for (int node : List.of(PRIMARY, BACKUP)) {
      cluster.copyStorage(node, folder.resolve("disk-" + node));
    }
    cluster.crash(PRIMARY);
    cluster.crash(BACKUP);
    for (int node : List.of(PRIMARY, BACKUP)) {
      cluster.replaceStorage(node, folder.resolve("disk-" + node));
    }
  }
}
