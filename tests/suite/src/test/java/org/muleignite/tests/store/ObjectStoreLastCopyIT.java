package org.muleignite.tests.store;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.Serializable;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.apache.ignite.configuration.IgniteConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mule.runtime.api.store.PartitionableExpirableObjectStore;
import org.muleignite.cluster.node.EnginePrerequisites;
import org.muleignite.objectstore.StoreKind;
import org.muleignite.tests.support.CutOffCommunication;
import org.muleignite.tests.support.TestCluster;

/** With two copies, the node with the backup answers reads by itself, and never too early. */
@Timeout(120)
class ObjectStoreLastCopyIT {

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final long NO_ANSWER_MILLIS = 500;
  private static final int FIRST = 0;
  private static final int SECOND = 1;
  private static final List<String> KEYS =
      IntStream.range(0, 24).mapToObj(number -> "key " + number).toList();

  /** By which a backup of a transactional cache tells the primary that it has committed. */
  private static final String COMMITTED = "GridDhtTxPrepareResponse";

  private static final String READS = "GridNear(SingleGet|Get|Atomic).*Request";

  /** Of stores with more backups than one there are two copies where there are two nodes. */
  private static final int TRANSACTIONAL = 2;

  private final ObjectStoreNodes nodes =
      new ObjectStoreNodes(0, settings -> settings.setBackups(this.backups));
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private int backups = 1;
  private CutOffCommunication fromFirst;
  private CutOffCommunication fromSecond;
  private PartitionableExpirableObjectStore<Serializable> onFirst;
  private PartitionableExpirableObjectStore<Serializable> onSecond;

  @BeforeEach
  void prepare() {
    EnginePrerequisites.establish(getClass().getClassLoader());
  }

  private void start(StoreKind kind, String messagesOfFirst, String messagesOfSecond) {
    fromFirst = start(FIRST, messagesOfFirst);
    fromSecond = start(SECOND, messagesOfSecond);
    nodes.cluster().awaitShares();
    onFirst = nodes.deploy(FIRST, kind, "app");
    onSecond = nodes.deploy(SECOND, kind, "app");
  }

  private CutOffCommunication start(int node, String messages) {
    CutOffCommunication communication = new CutOffCommunication(messages);
    communication.setLocalPort(TestCluster.freeRange());
    nodes.cluster().start(node, () -> new IgniteConfiguration().setCommunicationSpi(communication));
    return communication;
  }

  private void cutOff(CutOffCommunication from, int node) {
    from.cutOff(nodes.cluster().member(node).context().ignite().cluster().localNode());
  }

  @AfterEach
  void stop() {
    // Those who wait in vain for an answer would hold up a stop in order.
    nodes.cluster().crash(FIRST);
    threads.shutdownNow();
    nodes.close();
  }

  @ParameterizedTest
  @CsvSource({"TRANSIENT, 1", "PERSISTENT, 1", "PERSISTENT, 2"})
  void whatThisNodeStoredIsReadWithoutAMessage(StoreKind kind, int backups) throws Exception {
    this.backups = backups;
    start(kind, READS, READS);
    for (String key : KEYS) {
      onSecond.store(key, "value", partition(key));
    }
    cutOff(fromSecond, FIRST);
    for (String key : KEYS) {
      assertEquals("value", onSecond.retrieve(key, partition(key)));
      assertTrue(onSecond.contains(key, partition(key)));
    }
    assertEquals(0, fromSecond.lost());
  }

  /** In an atomic cache: the primary has removed it, the backup has not. */
  @Test
  void whatIsStillOnTheLastCopyIsToldRemovedByNobody() throws Exception {
    start(StoreKind.TRANSIENT, CutOffCommunication.CHANGES, CutOffCommunication.CHANGES);
    storeAll();
    cutOff(fromFirst, SECOND);
    for (String key : underWay(key -> onFirst.remove(key, partition(key)))) {
      assertEquals("value", onSecond.retrieve(key, partition(key)));
      assertNoAnswer(() -> onFirst.contains(key, partition(key)));
      assertTrue(onSecond.contains(key, partition(key)));
    }
  }

  /** In an atomic cache: the primary has stored it, the backup has not. */
  @Test
  void whatIsNotYetOnTheLastCopyIsToldByNobody() throws Exception {
    start(StoreKind.TRANSIENT, CutOffCommunication.CHANGES, CutOffCommunication.CHANGES);
    cutOff(fromFirst, SECOND);
    for (String key : underWay(key -> store(key))) {
      assertFalse(onSecond.contains(key, partition(key)));
      assertNoAnswer(() -> onFirst.contains(key, partition(key)));
      assertFalse(onSecond.contains(key, partition(key)));
    }
  }

  /** In a transactional cache: the backup has removed it, the primary has not. */
  @Test
  void whatThePrimaryHasNotRemovedIsToldRemovedByNobody() throws Exception {
    backups = TRANSACTIONAL;
    start(StoreKind.PERSISTENT, COMMITTED, COMMITTED);
    storeAll();
    cutOff(fromSecond, FIRST);
    for (String key : underWay(key -> onFirst.remove(key, partition(key)))) {
      assertEquals("value", onSecond.retrieve(key, partition(key)));
      assertTrue(onSecond.contains(key, partition(key)));
      assertTrue(onFirst.contains(key, partition(key)));
    }
  }

  /** In a transactional cache: the backup has stored it, the primary has not. */
  @Test
  void whatThePrimaryHasNotStoredIsToldByNobody() throws Exception {
    backups = TRANSACTIONAL;
    start(StoreKind.PERSISTENT, COMMITTED, COMMITTED);
    cutOff(fromSecond, FIRST);
    for (String key : underWay(key -> store(key))) {
      assertFalse(onSecond.contains(key, partition(key)));
      assertFalse(onFirst.contains(key, partition(key)));
    }
  }

  /** Afterwards both nodes know that the values are certain. */
  private void storeAll() throws Exception {
    for (String key : KEYS) {
      store(key);
      assertEquals("value", onSecond.retrieve(key, partition(key)));
    }
  }

  private Serializable store(String key) throws Exception {
    onFirst.store(key, "value", partition(key));
    return key;
  }

  /** One each, so that both nodes are the primary of some. */
  private static String partition(String key) {
    return "of " + key;
  }

  private interface Change {
    Serializable of(String key) throws Exception;
  }

  /** Begins to change each key, and returns those for which a message was lost. */
  private List<String> underWay(Change change) {
    Map<String, Future<Serializable>> changes = new LinkedHashMap<>();
    for (String key : KEYS) {
      changes.put(key, threads.submit(() -> change.of(key)));
    }
    await("answers")
        .atMost(LIMIT)
        .until(
            () ->
                changes.values().stream().filter(Future::isDone).count()
                    == KEYS.size() - fromFirst.lost() - fromSecond.lost());
    List<String> waiting =
        changes.keySet().stream().filter(key -> !changes.get(key).isDone()).toList();
    assertFalse(waiting.isEmpty(), "no message was lost");
    // Each further one waits for an answer in vain as well.
    return waiting.subList(0, Math.min(3, waiting.size()));
  }

  private void assertNoAnswer(Callable<Boolean> reading) {
    Future<Boolean> answer = threads.submit(reading);
    assertThrows(TimeoutException.class, () -> answer.get(NO_ANSWER_MILLIS, TimeUnit.MILLISECONDS));
  }
}
