package org.muleignite.tests.process;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.mule.runtime.api.store.ObjectAlreadyExistsException;
import org.mule.runtime.api.store.ObjectDoesNotExistException;
import org.mule.runtime.api.store.ObjectStoreException;
import org.mule.runtime.api.store.PartitionableExpirableObjectStore;
import org.muleignite.objectstore.StoreKind;
import org.muleignite.tests.process.KillMarks.Mark;
import org.muleignite.tests.store.StoreOperation.Kind;
import org.muleignite.tests.store.StoreOperation.Outcome;

/**
 * Random operations of one thread on the few keys of the present round, with their history. Another
 * thread may change the round and end it.
 */
final class StoreLoad implements Runnable {

  static final String PARTITION = "p";
  private static final int KEYS = 4;

  /** Enough for a value to be stored in pieces; the name of the value comes before it. */
  private static final String PADDING = ":" + "x".repeat(1_200_000);

  private final StoreKind kind;
  private final PartitionableExpirableObjectStore<Serializable> store;
  private final String name;
  private final StoreHistory history;
  private final KillMarks marks;
  private volatile int round;
  private volatile boolean stopped;

  StoreLoad(
      StoreKind kind,
      PartitionableExpirableObjectStore<Serializable> store,
      String name,
      StoreHistory history,
      KillMarks marks) {
    this.kind = kind;
    this.store = store;
    this.name = name;
    this.history = history;
    this.marks = marks;
  }

  void round(int next) {
    round = next;
  }

  void stop() {
    stopped = true;
  }

  @Override
  public void run() {
    Random random = new Random(name.hashCode());
    int slot = marks.register();
    for (int i = 0; !stopped; i++) {
      int chosen = random.nextInt(KEYS);
      String value = name + "." + i;
      boolean large = kind.isPersistent() && chosen == 0 && random.nextInt(4) == 0;
      operate(random.nextInt(10), key(round, chosen), large ? value + PADDING : value, slot);
      // A load that leaves the machine time for the restarts.
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(15));
    }
  }

  private void operate(int dice, String key, String value, int slot) {
    if (dice < 4) {
      marks.set(slot, Mark.PUT);
      ask(Kind.STORE, key, value);
    } else if (dice < 7) {
      marks.set(slot, Mark.COMMIT);
      ask(Kind.REMOVE, key, null);
    } else {
      ask(dice < 9 ? Kind.RETRIEVE : Kind.CONTAINS, key, null);
    }
    marks.set(slot, Mark.NOTHING);
    marks.acknowledged();
  }

  private void ask(Kind what, String key, String value) {
    int number = history.asks(what, kind + key, nameOf(value));
    Outcome outcome = Outcome.UNKNOWN;
    String answer = null;
    try {
      answer = nameOf(answer(what, key, value));
      outcome = Outcome.DONE;
    } catch (ObjectAlreadyExistsException | ObjectDoesNotExistException e) {
      outcome = Outcome.REFUSED;
    } catch (ObjectStoreException e) {
      System.out.println(what + " " + key + ": " + e.getMessage());
    }
    history.answered(number, outcome, answer);
  }

  private String answer(Kind what, String key, String value) throws ObjectStoreException {
    switch (what) {
      case STORE:
        store.store(key, value, PARTITION);
        return null;
      case REMOVE:
        return (String) store.remove(key, PARTITION);
      case RETRIEVE:
        return (String) store.retrieve(key, PARTITION);
      default:
        if (!store.contains(key, PARTITION)) {
          throw new ObjectDoesNotExistException();
        }
        return null;
    }
  }

  private static String nameOf(String value) {
    return value == null || value.indexOf(':') < 0 ? value : value.substring(0, value.indexOf(':'));
  }

  private static String key(int round, int key) {
    return "-" + round + "-" + key;
  }

  /**
   * Retrieves what earlier rounds left; nobody changes it any more.
   *
   * @return the keys of which the listing says something else
   */
  List<String> readRounds(int from, int to) throws ObjectStoreException {
    List<String> listed = store.allKeys(PARTITION);
    List<String> wrong = new ArrayList<>();
    for (int of = from; of < to; of++) {
      for (int i = 0; i < KEYS; i++) {
        String key = key(of, i);
        ask(Kind.RETRIEVE, key, null);
        if (listed.contains(key) != store.contains(key, PARTITION)) {
          wrong.add(kind + key);
        }
      }
    }
    return wrong;
  }
}
