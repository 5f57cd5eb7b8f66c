package org.muleignite.tests.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterContainer;
import org.mule.runtime.api.store.ObjectAlreadyExistsException;
import org.mule.runtime.api.store.ObjectDoesNotExistException;
import org.mule.runtime.api.store.ObjectStoreException;
import org.mule.runtime.api.store.PartitionableExpirableObjectStore;
import org.muleignite.objectstore.StoreKind;

/**
 * Whatever is done to the stores, on whatever node of one, two or three: they answer as maps in the
 * order of insertion do. All values of a try are stored on one node, because only there the order
 * is exact.
 */
class ObjectStorePropertyIT {

  private static final int MOST_NODES = 3;
  private static final int PARTITIONS = 3;
  private static final int KEYS = 6;
  private static final int LARGE = 1_200_000;

  private static ObjectStoreNodes nodes;
  private static final List<List<PartitionableExpirableObjectStore<Serializable>>> views =
      new ArrayList<>();

  enum Kind {
    STORE,
    STORE_LARGE,
    REMOVE,
    RETRIEVE,
    LIST,
    CLEAR,
    DISPOSE,
    BOUND,
    EXPIRE_ALL,
    EXPIRE_NONE
  }

  record Step(Kind kind, int node, int partition, int key) {}

  /** Starts a cluster of that size unless it is the one of the last try. */
  private static void use(int size) {
    if (views.size() == size) {
      return;
    }
    stop();
    nodes = new ObjectStoreNodes(size);
    for (int node = 0; node < size; node++) {
      views.add(
          List.of(
              nodes.deploy(node, StoreKind.TRANSIENT, "app"),
              nodes.deploy(node, StoreKind.PERSISTENT, "app"),
              nodes.deploy(node, StoreKind.PERSISTENT, "other")));
    }
  }

  @AfterContainer
  static void stop() {
    views.clear();
    if (nodes != null) {
      nodes.close();
    }
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    Arbitrary<Kind> kinds =
        Arbitraries.frequency(
            Tuple.of(40, Kind.STORE),
            Tuple.of(1, Kind.STORE_LARGE),
            Tuple.of(16, Kind.REMOVE),
            Tuple.of(8, Kind.RETRIEVE),
            Tuple.of(6, Kind.LIST),
            Tuple.of(2, Kind.CLEAR),
            Tuple.of(2, Kind.DISPOSE),
            Tuple.of(8, Kind.BOUND),
            Tuple.of(2, Kind.EXPIRE_ALL),
            Tuple.of(4, Kind.EXPIRE_NONE));
    return Combinators.combine(
            kinds,
            Arbitraries.integers().between(0, MOST_NODES - 1),
            Arbitraries.integers().between(0, PARTITIONS - 1),
            Arbitraries.integers().between(0, KEYS - 1))
        .as(Step::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(60);
  }

  @Property(tries = 20)
  void onOneNode(@ForAll("steps") List<Step> steps) throws Exception {
    perform(1, steps);
  }

  @Property(tries = 20)
  void onTwoNodes(@ForAll("steps") List<Step> steps) throws Exception {
    perform(2, steps);
  }

  @Property(tries = 60)
  void onThreeNodes(@ForAll("steps") List<Step> steps) throws Exception {
    perform(MOST_NODES, steps);
  }

  private static void perform(int size, List<Step> steps) throws Exception {
    use(size);
    Run run = new Run(steps.get(0).node());
    for (Step step : steps) {
      run.perform(step);
    }
    run.finish();
  }

  /** One try. */
  private static final class Run {

    private final String name = "partition-" + UUID.randomUUID();
    private final int storing;
    private final List<Map<String, String>> models = new ArrayList<>();
    private int values;

    Run(int storing) {
      this.storing = storing;
      for (int partition = 0; partition < PARTITIONS; partition++) {
        models.add(new LinkedHashMap<>());
      }
    }

    void perform(Step step) throws Exception {
      Map<String, String> model = models.get(step.partition());
      PartitionableExpirableObjectStore<Serializable> store = store(step.node(), step.partition());
      String key = "key " + step.key();
      switch (step.kind()) {
        case STORE -> store(step.partition(), key, "value " + values++);
        case STORE_LARGE -> store(step.partition(), key, values++ + "x".repeat(LARGE));
        case REMOVE -> assertAnswer(model.remove(key), () -> store.remove(key, name));
        case RETRIEVE -> {
          assertEquals(model.containsKey(key), store.contains(key, name));
          assertAnswer(model.get(key), () -> store.retrieve(key, name));
        }
        case LIST -> assertListed(model, store);
        case CLEAR -> {
          store.clear(name);
          model.clear();
        }
        case DISPOSE -> {
          store.disposePartition(name);
          model.clear();
        }
        case BOUND -> {
          store.expire(0, step.key() + 1, name);
          while (model.size() > step.key() + 1) {
            model.remove(model.keySet().iterator().next());
          }
        }
        case EXPIRE_ALL -> {
          nodes.elapse(2);
          store.expire(1, 0, name);
          model.clear();
        }
        case EXPIRE_NONE -> store.expire(3_600_000, KEYS, name);
      }
    }

    private void store(int partition, String key, String value) throws ObjectStoreException {
      PartitionableExpirableObjectStore<Serializable> store = store(storing, partition);
      if (models.get(partition).containsKey(key)) {
        assertThrows(ObjectAlreadyExistsException.class, () -> store.store(key, value, name));
      } else {
        store.store(key, value, name);
        models.get(partition).put(key, value);
      }
    }

    private interface Answer {
      Serializable get() throws ObjectStoreException;
    }

    private static void assertAnswer(String expected, Answer answer) throws ObjectStoreException {
      if (expected == null) {
        assertThrows(ObjectDoesNotExistException.class, answer::get);
      } else {
        assertEquals(expected, answer.get());
      }
    }

    private void assertListed(
        Map<String, String> model, PartitionableExpirableObjectStore<Serializable> store)
        throws ObjectStoreException {
      assertEquals(new ArrayList<>(model.keySet()), store.allKeys(name));
      assertEquals(model, store.retrieveAll(name));
      assertEquals(!model.isEmpty(), store.allPartitions().contains(name));
    }

    void finish() throws ObjectStoreException {
      for (int partition = 0; partition < PARTITIONS; partition++) {
        for (int node = 0; node < views.size(); node++) {
          assertListed(models.get(partition), store(node, partition));
        }
        store(0, partition).disposePartition(name);
      }
    }

    private PartitionableExpirableObjectStore<Serializable> store(int node, int partition) {
      return views.get(node % views.size()).get(partition);
    }
  }
}
