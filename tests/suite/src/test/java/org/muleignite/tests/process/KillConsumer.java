package org.muleignite.tests.process;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.mule.runtime.api.exception.MuleRuntimeException;
import org.mule.runtime.core.api.transaction.xa.ResourceManagerException;
import org.mule.runtime.core.api.util.queue.Queue;
import org.mule.runtime.core.api.util.queue.QueueManager;
import org.mule.runtime.core.api.util.queue.QueueSession;

/**
 * Moves up to three items in a transaction, again and again, and rolls some of them back; or takes
 * items one by one outside of transactions.
 */
final class KillConsumer implements Runnable {

  /** What the load of a JVM is to do; written by the commands, read by the load. */
  static final class Phase {
    volatile boolean producersStop;

    /** Consumers end when nothing comes any more. */
    volatile boolean consumersFinish;
  }

  /** Where a JVM leaves word of what it does. */
  record Journal(KillMarks marks, KillLedger ledger) {}

  /** The most items that one transaction moves. */
  static final int BATCH = 3;

  /** Longer than the claims of a dead node are held back for its sake. */
  private static final long LAST_WAIT_MILLIS = 4_000;

  private final boolean direct;
  private final QueueSession session;
  private final Queue in;
  private final Queue out;
  private final Queue audit;
  private final KillMarks marks;
  private final int slot;
  private final KillLedger ledger;
  private final Phase phase;
  private final Random random;

  KillConsumer(
      KillLayout queue, QueueManager manager, Journal journal, Phase phase, Random random) {
    direct = queue.direct();
    session = manager.getQueueSession();
    in = queue.in(manager, session);
    out = queue.out(manager, session);
    audit = queue.audit(manager, session);
    marks = journal.marks;
    slot = marks.register();
    ledger = journal.ledger;
    this.phase = phase;
    this.random = random;
  }

  /** What a failed operation said about its outcome. */
  static KillLedger.Entry told(Exception e) {
    boolean ours = e instanceof MuleRuntimeException || e instanceof ResourceManagerException;
    if (!ours || e.getMessage() == null) {
      return KillLedger.Entry.BAD;
    }
    return e.getMessage().contains("unknown") ? KillLedger.Entry.UNKNOWN : KillLedger.Entry.REFUSED;
  }

  @Override
  public void run() {
    while (true) {
      boolean last = phase.consumersFinish;
      try {
        boolean found = direct ? take(last) : transact(last);
        if (!found && last) {
          return;
        }
      } catch (Exception e) {
        System.out.println(Thread.currentThread().getName() + " goes on after " + e);
      }
      marks.set(slot, KillMarks.Mark.NOTHING);
    }
  }

  private boolean take(boolean last) throws InterruptedException {
    Serializable item = in.poll(waitMillis(last));
    if (item != null) {
      ledger.write(KillLedger.Entry.TAKEN, (String) item);
    }
    return item != null;
  }

  private static long waitMillis(boolean last) {
    return last ? LAST_WAIT_MILLIS : 200;
  }

  /**
   * @return false when there was nothing to do
   */
  private boolean transact(boolean last) throws Exception {
    List<Serializable> items = new ArrayList<>();
    session.begin();
    try {
      int batch = 1 + random.nextInt(BATCH);
      for (Serializable item = in.poll(waitMillis(last)); item != null; item = in.poll(0)) {
        marks.set(slot, KillMarks.Mark.CLAIMS);
        items.add(item);
        out.put(item);
        audit.put(item);
        if (items.size() == batch) {
          break;
        }
      }
      if (!items.isEmpty() && random.nextInt(3) == 0) {
        // A flow at work.
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(20)));
      }
    } catch (Exception e) {
      session.rollback();
      throw e;
    }
    if (random.nextInt(20) == 0) {
      session.rollback();
      return true;
    }
    if (!items.isEmpty()) {
      marks.set(slot, KillMarks.Mark.COMMIT);
    }
    session.commit();
    items.forEach(item -> ledger.write(KillLedger.Entry.MOVED, (String) item));
    marks.moved(items.size());
    return !items.isEmpty();
  }
}
