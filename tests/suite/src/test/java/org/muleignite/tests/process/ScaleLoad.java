package org.muleignite.tests.process;

import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.mule.runtime.api.store.PartitionableExpirableObjectStore;
import org.mule.runtime.core.api.util.queue.Queue;
import org.mule.runtime.core.api.util.queue.QueueManager;
import org.mule.runtime.core.api.util.queue.QueueSession;
import org.muleignite.cluster.engine.ClusterMember;
import org.muleignite.cluster.lock.FencedLock;
import org.muleignite.objectstore.StoreKind;
import org.muleignite.tests.artifact.Artifact;

/**
 * What the applications of one node do until they are told to end: they store, publish, move
 * messages in transactions, and count under a lock. An error is a violation, unless the node itself
 * is leaving; then it ends what met it.
 */
final class ScaleLoad {

  private static final Duration LIMIT = Duration.ofSeconds(120);
  private static final long PAUSE_MILLIS = 10;
  private static final long POLL_MILLIS = 100;
  private static final int BATCH = 5;
  private static final int ROLLED_BACK_EACH = 20;

  private final String name;
  private final ScaleLedger ledger;
  private final List<Worker> producers = new ArrayList<>();
  private final List<Worker> movers = new ArrayList<>();
  private volatile boolean leaving;

  /** Begins at once. */
  ScaleLoad(String name, ClusterMember member, ScaleLedger ledger) {
    this.name = name;
    this.ledger = ledger;
    for (StoreKind kind : StoreKind.values()) {
      PartitionableExpirableObjectStore<Serializable> store =
          new Artifact(KillLayout.APP).store(member, kind);
      producers.add(new Worker(kind + " store", id -> store(kind, store, id)));
    }
    FencedLock lock = member.locks().lock("counter");
    producers.add(new Worker("counter", id -> count(lock)));
    QueueManager manager = new Artifact(KillLayout.APP).queues(member);
    for (KillLayout queue : ScaleLedger.QUEUES) {
      Queue in = queue.in(manager, manager.getQueueSession());
      producers.add(new Worker("publisher " + queue.name(), id -> publish(queue, in, id)));
      QueueSession session = manager.getQueueSession();
      Queue from = queue.in(manager, session);
      Queue to = queue.out(manager, session);
      movers.add(new Worker("mover " + queue.name(), id -> move(session, from, to, id)));
    }
  }

  private interface Step {
    void once(int id) throws Exception;
  }

  /** Does one thing again and again. */
  private final class Worker {
    private final AtomicInteger steps = new AtomicInteger();
    private final String what;
    private final Thread thread;
    private volatile boolean ended;

    Worker(String what, Step step) {
      this.what = name + " " + what;
      thread = new Thread(() -> work(step), this.what);
      thread.setDaemon(true);
      thread.start();
    }

    private void work(Step step) {
      try {
        while (!ended) {
          step.once(steps.get());
          steps.incrementAndGet();
          LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(PAUSE_MILLIS));
        }
      } catch (Exception | Error e) {
        if (!leaving) {
          e.printStackTrace();
          ledger.violation(what + ": " + e);
        }
      }
    }

    void awaitMore(int more) {
      int enough = steps.get() + more;
      Awaitility.await(what).atMost(LIMIT).until(() -> ledger.isBroken() || steps.get() >= enough);
    }

    void awaitEnd() {
      Awaitility.await("the end of " + what).atMost(LIMIT).until(() -> !thread.isAlive());
    }
  }

  private void store(StoreKind kind, PartitionableExpirableObjectStore<Serializable> store, int id)
      throws Exception {
    String key = name + "/" + id;
    store.store(key, key, ScaleLedger.PARTITION);
    ledger.stored(kind, key);
  }

  private void count(FencedLock lock) {
    lock.lock();
    try {
      long number = lock.fencingNumber();
      int value = ledger.counter().read(number);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
      ledger.counter().write(number, value + 1);
    } finally {
      lock.unlock();
    }
  }

  private void publish(KillLayout queue, Queue in, int id) throws InterruptedException {
    String item = name + "/" + id;
    ledger.offered(queue, item);
    in.put(item);
    ledger.accepted(queue, item);
  }

  private static void move(QueueSession session, Queue from, Queue to, int id) throws Exception {
    session.begin();
    Serializable item = from.poll(POLL_MILLIS);
    for (int moved = 1; item != null; moved++) {
      to.put(item);
      item = moved < BATCH ? from.poll(0) : null;
    }
    if (id % ROLLED_BACK_EACH == 0) {
      session.rollback();
    } else {
      session.commit();
    }
  }

  /** Until each part of the load has done so much more. */
  void awaitMore(int more) {
    producers.forEach(worker -> worker.awaitMore(more));
    movers.forEach(worker -> worker.awaitMore(more));
  }

  /** From now on an operation may be refused. */
  void leaves() {
    leaving = true;
  }

  /** Of a node that has left: every part of the load met an error. */
  void awaitRefused() {
    producers.forEach(Worker::awaitEnd);
    movers.forEach(Worker::awaitEnd);
  }

  void endProducers() {
    end(producers);
  }

  void endMovers() {
    end(movers);
  }

  private static void end(List<Worker> workers) {
    workers.forEach(worker -> worker.ended = true);
    workers.forEach(Worker::awaitEnd);
  }
}
