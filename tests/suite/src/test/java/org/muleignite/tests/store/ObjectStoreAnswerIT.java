package org.muleignite.tests.store;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.ignite.configuration.IgniteConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mule.runtime.api.store.ObjectStoreException;
import org.mule.runtime.api.store.PartitionableExpirableObjectStore;
import org.muleignite.cluster.node.EnginePrerequisites;
import org.muleignite.objectstore.StoreKind;
import org.muleignite.tests.support.CutOffCommunication;
import org.muleignite.tests.support.TestCluster;

/** A primary does what it is asked for, and dies before it has answered. */
class ObjectStoreAnswerIT {

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final int KEYS = 24;

  private static final int ASKER = 0;
  private static final int SILENT = 1;
  private static final int OTHER = 2;

  private final ObjectStoreNodes nodes = new ObjectStoreNodes(0);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private CutOffCommunication communication;

  @BeforeEach
  void start() {
    EnginePrerequisites.establish(getClass().getClassLoader());
    start(ASKER);
    communication = start(SILENT);
    start(OTHER);
  }

  /** All of them with such a communication, as Ignite asks for. */
  private CutOffCommunication start(int node) {
    CutOffCommunication own = new CutOffCommunication(CutOffCommunication.ANSWERS);
    own.setLocalPort(TestCluster.freeRange());
    nodes.cluster().start(node, () -> new IgniteConfiguration().setCommunicationSpi(own));
    return own;
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
    communication.cutOff(nodes.cluster().member(ASKER).context().ignite().cluster().localNode());
    Map<String, CompletableFuture<Void>> stores = new LinkedHashMap<>();
    for (int i = 0; i < KEYS; i++) {
      String key = "key " + i;
      stores.put(key, CompletableFuture.runAsync(() -> store(asker, key), threads));
    }
    for (String key : stores.keySet()) {
      await(key).atMost(LIMIT).until(() -> other.contains(key, partition(key)));
    }
    await("answers")
        .atMost(LIMIT)
        .until(
            () ->
                stores.values().stream().filter(CompletableFuture::isDone).count()
                    == KEYS - communication.lost());
    List<String> unanswered = new ArrayList<>(stores.keySet());
    unanswered.removeIf(key -> stores.get(key).isDone());
    assertFalse(unanswered.isEmpty(), "no store waits for the silent node");
    for (String key : unanswered) {
      assertEquals("first", other.remove(key, partition(key)));
      other.store(key, "second", partition(key));
    }

    nodes.cluster().crash(SILENT);
    for (CompletableFuture<Void> store : stores.values()) {
      store.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }
    for (String key : unanswered) {
      assertEquals("second", asker.retrieve(key, partition(key)));
    }
  }

  /** One each, so that the silent node has some of them. */
  private static String partition(String key) {
    return "of " + key;
  }

  private static void store(PartitionableExpirableObjectStore<Serializable> store, String key) {
    try {
      store.store(key, "first", partition(key));
    } catch (ObjectStoreException e) {
      throw new AssertionError(key, e);
    }
  }
}
