package org.muleignite.tests.benchmark.store;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.muleignite.tests.benchmark.lock.Locks;
import org.muleignite.tests.benchmark.member.Command;
import org.muleignite.tests.benchmark.member.Load;

/** What a member can be told to do with object stores. */
public final class StoreCommands {

  private static final int FILLERS = 8;

  private final Stores stores;
  private final Locks locks;

  public StoreCommands(Stores stores, Locks locks) {
    this.stores = stores;
    this.locks = locks;
  }

  /** By their verbs. */
  public Map<String, Command> commands() {
    return Map.of(
        "fill", this::fill, "clear", this::clear, "operate", this::operate, "list", this::list);
  }

  /** Store, number of keys, bytes of each value. */
  private String fill(List<String> words) throws Exception {
    Store store = stores.named(words.get(0));
    int keys = Integer.parseInt(words.get(1));
    Value value = new Value(Integer.parseInt(words.get(2)));
    List<Callable<Void>> shares = new ArrayList<>();
    for (int filler = 0; filler < FILLERS; filler++) {
      int first = filler;
      shares.add(() -> fill(store, first, keys, value));
    }
    ExecutorService pool = Executors.newFixedThreadPool(FILLERS);
    try {
      for (Future<Void> share : pool.invokeAll(shares)) {
        share.get();
      }
    } finally {
      pool.shutdownNow();
    }
    return "done";
  }

  private static Void fill(Store store, int first, int keys, Value value) throws Exception {
    for (int key = first; key < keys; key += FILLERS) {
      store.store(StoreLoad.key(key), value);
    }
    return null;
  }

  /** Store. */
  private String clear(List<String> words) throws Exception {
    stores.named(words.get(0)).clear();
    return "done";
  }

  /** Store, {@link Operation}, threads, milliseconds. Answers operations per second. */
  private String operate(List<String> words) throws Exception {
    String name = words.get(0);
    Operation operation = Operation.valueOf(words.get(1));
    int threads = Integer.parseInt(words.get(2));
    StoreLoad load = new StoreLoad(name, stores.named(name), locks);
    return perSecond(
        Load.run(threads, millis(words.get(3)), thread -> load.step(operation, thread, threads)));
  }

  /** Store, number of its keys, milliseconds. Answers listings per second by one thread. */
  private String list(List<String> words) throws Exception {
    Store store = stores.named(words.get(0));
    int keys = Integer.parseInt(words.get(1));
    return perSecond(Load.run(1, millis(words.get(2)), thread -> () -> list(store, keys)));
  }

  private static void list(Store store, int keys) throws Exception {
    int found = store.allKeys().size();
    if (found != keys) {
      throw new IllegalStateException(found + " keys were listed instead of " + keys);
    }
  }

  private static String perSecond(Load.Done done) {
    return Double.toString(done.perSecond());
  }

  private static Duration millis(String text) {
    return Duration.ofMillis(Long.parseLong(text));
  }
}
