package org.muleignite.tests.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.mule.runtime.api.store.ObjectStoreException;
import org.mule.runtime.api.store.PartitionableExpirableObjectStore;
import org.mule.runtime.core.api.util.queue.QueueManager;
import org.muleignite.cluster.engine.ClusterMember;
import org.muleignite.objectstore.StoreKind;
import org.muleignite.tests.artifact.Artifact;

/** What all nodes together were promised, and whether the cluster kept it. Thread-safe. */
final class ScaleLedger {

  /** Anybody consumes them; see {@link KillLayout}. */
  static final List<KillLayout> QUEUES =
      List.of(
          new KillLayout("transient", false, KillLayout.ALL, false),
          new KillLayout("persistent", true, KillLayout.ALL, false));

  static final String PARTITION = "p";

  private final Map<StoreKind, Set<String>> stored = new ConcurrentHashMap<>();
  private final Map<KillLayout, Set<String>> offered = new ConcurrentHashMap<>();
  private final Map<KillLayout, Set<String>> accepted = new ConcurrentHashMap<>();
  private final Queue<String> violations = new ConcurrentLinkedQueue<>();
  private final FencedCounter counter = new FencedCounter();

  void stored(StoreKind kind, String key) {
    note(stored, kind, key);
  }

  void offered(KillLayout queue, String item) {
    note(offered, queue, item);
  }

  void accepted(KillLayout queue, String item) {
    note(accepted, queue, item);
  }

  private static <K> void note(Map<K, Set<String>> what, K where, String entry) {
    what.computeIfAbsent(where, key -> ConcurrentHashMap.newKeySet()).add(entry);
  }

  void violation(String what) {
    violations.add(what);
  }

  boolean isBroken() {
    return !violations.isEmpty();
  }

  FencedCounter counter() {
    return counter;
  }

  void assertNothingRefused() {
    assertEquals(List.of(), List.copyOf(violations));
  }

  /** Of a load that has ended. */
  void assertKept(ClusterMember member) throws Exception {
    for (StoreKind kind : StoreKind.values()) {
      assertStored(kind, new Artifact(KillLayout.APP).store(member, kind));
    }
    assertEquals(counter.writes(), counter.value(), "increments that were written over");
  }

  private void assertStored(StoreKind kind, PartitionableExpirableObjectStore<Serializable> store)
      throws ObjectStoreException {
    Map<String, Serializable> found = store.retrieveAll(PARTITION);
    for (String key : stored.get(kind)) {
      assertEquals(key, found.get(key), kind + " store");
    }
  }

  /** Each accepted item was moved exactly once, any other at most once. Takes the items. */
  void assertMovedOnce(ClusterMember member) throws InterruptedException {
    QueueManager manager = new Artifact(KillLayout.APP).queues(member);
    for (KillLayout queue : QUEUES) {
      assertNull(queue.in(manager, manager.getQueueSession()).poll(0), "left in " + queue);
      List<Serializable> moved = new ArrayList<>();
      var out = queue.out(manager, manager.getQueueSession());
      for (Serializable item = out.poll(0); item != null; item = out.poll(0)) {
        moved.add(item);
      }
      Set<Serializable> different = new HashSet<>(moved);
      assertEquals(different.size(), moved.size(), "moved twice: " + queue);
      Set<Serializable> lost = new HashSet<>(accepted.get(queue));
      lost.removeAll(different);
      assertEquals(Set.of(), lost, "lost: " + queue);
      assertTrue(offered.get(queue).containsAll(different), "made up: " + queue);
    }
  }
}
