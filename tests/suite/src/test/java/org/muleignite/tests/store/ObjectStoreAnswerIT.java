package org.muleignite.tests.store;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.ignite.Ignite;
import org.apache.ignite.cluster.ClusterNode;
import org.apache.ignite.configuration.IgniteConfiguration;
import org.apache.ignite.internal.processors.cache.distributed.dht.atomic.GridDhtAtomicNearResponse;
import org.apache.ignite.plugin.extensions.communication.Message;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mule.runtime.api.store.ObjectStoreException;
import org.mule.runtime.api.store.ObjectStoreNotAvailableException;
import org.mule.runtime.api.store.PartitionableExpirableObjectStore;
import org.muleignite.cluster.node.EnginePrerequisites;
import org.muleignite.objectstore.StoreKind;
import org.muleignite.objectstore.ignite.StorePlaces;
import org.muleignite.objectstore.rules.PartitionId;
import org.muleignite.tests.support.CutOffCommunication;
import org.muleignite.tests.support.TestCluster;

/** A primary does what it is asked for, and dies before it has answered. */
class ObjectStoreAnswerIT {

  private static final Duration LIMIT = Duration.ofSeconds(60);

  /** Keys whose only copies are on the silent node, as the primary, and the other one. */
  private static final int SILENT_KEYS = 8;

  private static final int KEYS = 24;
  private static final int CANDIDATES = 1_000;

  private static final String DONE = "done";
  private static final String UNKNOWN = "unknown";

  private static final int ASKER = 0;
  private static final int SILENT = 1;
  private static final int OTHER = 2;

  private final ObjectStoreNodes nodes = new ObjectStoreNodes(0);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private CutOffCommunication fromSilent;
  private CutOffCommunication fromOther;
  private volatile String answersForSilent;

  @BeforeEach
  void start() {
    EnginePrerequisites.establish(getClass().getClassLoader());
    start(ASKER, new CutOffCommunication(CutOffCommunication.ANSWERS));
    fromSilent = start(SILENT, new CutOffCommunication(CutOffCommunication.ANSWERS));
    answersForSilent = "primaryId=" + node(SILENT).id();
    fromOther = start(OTHER, new CutOffCommunication(this::isAnswerForSilent));
    nodes.cluster().awaitShares();
  }

  /** In an atomic cache a backup may answer whoever asked the primary. */
  private boolean isAnswerForSilent(Message message) {
    return message instanceof GridDhtAtomicNearResponse
        && message.toString().contains(answersForSilent);
  }

  /** All of them with such a communication, as Ignite asks for. */
  private CutOffCommunication start(int node, CutOffCommunication communication) {
    communication.setLocalPort(TestCluster.freeRange());
    nodes.cluster().start(node, () -> new IgniteConfiguration().setCommunicationSpi(communication));
    return communication;
  }

  private ClusterNode node(int number) {
    return nodes.cluster().member(number).context().ignite().cluster().localNode();
  }

  @AfterEach
  void stop() {
    threads.shutdownNow();
    nodes.close();
  }

  /** What was stored was also removed, and another value is there when its fate is asked for. */
  @ParameterizedTest
  @EnumSource(StoreKind.class)
  void aStoreThatWasDoneIsNotRefused(StoreKind kind) throws Exception {
    var asker = nodes.deploy(ASKER, kind, "app");
    var other = nodes.deploy(OTHER, kind, "app");
    cutOffAsker(fromSilent, fromOther);
    Map<String, CompletableFuture<String>> stores = new LinkedHashMap<>();
    for (String key : keys(kind)) {
      stores.put(key, CompletableFuture.supplyAsync(() -> store(asker, key), threads));
    }
    for (String key : stores.keySet()) {
      await(key).atMost(LIMIT).until(() -> other.contains(key, partition(key)));
    }
    List<String> unanswered = unanswered(stores);
    for (String key : unanswered) {
      assertEquals("first", other.remove(key, partition(key)));
      other.store(key, "second", partition(key));
    }

    nodes.cluster().crash(SILENT);
    for (CompletableFuture<String> store : stores.values()) {
      assertEquals(DONE, store.get(LIMIT.toSeconds(), TimeUnit.SECONDS));
    }
    for (String key : unanswered) {
      assertEquals("second", asker.retrieve(key, partition(key)));
    }
  }

  /** What was removed is gone, or another value is there, when the fate of the removal is asked. */
  @ParameterizedTest
  @EnumSource(StoreKind.class)
  void aRemovalThatWasDoneFindsNeitherNothingNorALaterValue(StoreKind kind) throws Exception {
    var asker = nodes.deploy(ASKER, kind, "app");
    var other = nodes.deploy(OTHER, kind, "app");
    List<String> keys = keys(kind);
    for (String key : keys) {
      assertEquals(DONE, store(asker, key));
    }
    cutOffAsker(fromSilent);
    Map<String, CompletableFuture<String>> removals = new LinkedHashMap<>();
    for (String key : keys) {
      removals.put(key, CompletableFuture.supplyAsync(() -> remove(asker, key), threads));
    }
    for (String key : removals.keySet()) {
      await(key).atMost(LIMIT).until(() -> !other.contains(key, partition(key)));
    }
    List<String> unanswered = unanswered(removals);
    List<String> storedAgain = unanswered.subList(0, (unanswered.size() + 1) / 2);
    for (String key : storedAgain) {
      other.store(key, "second", partition(key));
    }

    nodes.cluster().crash(SILENT);
    for (Map.Entry<String, CompletableFuture<String>> removal : removals.entrySet()) {
      String answer = removal.getValue().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
      assertTrue(Set.of("first", UNKNOWN).contains(answer), removal.getKey() + ": " + answer);
    }
    for (String key : unanswered) {
      assertEquals(storedAgain.contains(key), asker.contains(key, partition(key)), key);
    }
  }

  private void cutOffAsker(CutOffCommunication... communications) {
    for (CutOffCommunication communication : communications) {
      communication.cutOff(node(ASKER));
    }
  }

  /** The keys whose primary is silent, when all others have been answered. */
  private List<String> unanswered(Map<String, CompletableFuture<String>> calls) {
    await("answers")
        .atMost(LIMIT)
        .until(
            () ->
                calls.values().stream().filter(CompletableFuture::isDone).count()
                    == KEYS - fromSilent.lost() - fromOther.lost());
    List<String> unanswered = new ArrayList<>(calls.keySet());
    unanswered.removeIf(key -> calls.get(key).isDone());
    assertFalse(unanswered.isEmpty(), "nobody waits for the silent node");
    return unanswered;
  }

  /** Some that wait for the silent node for sure, and others. */
  private List<String> keys(StoreKind kind) {
    Ignite ignite = nodes.cluster().member(ASKER).context().ignite();
    List<ClusterNode> silent = List.of(node(SILENT), node(OTHER));
    Map<Boolean, List<String>> keys =
        IntStream.range(0, CANDIDATES)
            .mapToObj(number -> "key " + number)
            .collect(
                Collectors.partitioningBy(
                    key ->
                        StorePlaces.copies(
                                ignite, kind, new PartitionId("app/app", partition(key)), key)
                            .equals(silent)));
    List<String> chosen = new ArrayList<>(keys.get(true).subList(0, SILENT_KEYS));
    chosen.addAll(keys.get(false).subList(0, KEYS - SILENT_KEYS));
    return chosen;
  }

  /** One each, so that they are spread over the nodes. */
  private static String partition(String key) {
    return "of " + key;
  }

  private static String store(PartitionableExpirableObjectStore<Serializable> store, String key) {
    try {
      store.store(key, "first", partition(key));
      return DONE;
    } catch (ObjectStoreException e) {
      return e.toString();
    }
  }

  private static String remove(PartitionableExpirableObjectStore<Serializable> store, String key) {
    try {
      return (String) store.remove(key, partition(key));
    } catch (ObjectStoreNotAvailableException e) {
      return UNKNOWN;
    } catch (ObjectStoreException e) {
      return e.toString();
    }
  }
}
