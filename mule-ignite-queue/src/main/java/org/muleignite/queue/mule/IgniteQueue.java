package org.muleignite.queue.mule;

import java.io.Serializable;
import org.mule.runtime.core.api.util.queue.Queue;
import org.muleignite.cluster.api.ClusterException;
import org.muleignite.cluster.codec.UndecodableValueException;
import org.muleignite.queue.rules.Claim;
import org.muleignite.queue.rules.Deadline;
import org.muleignite.queue.rules.QueueSpec;
import org.muleignite.queue.rules.UnitOfWork;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A queue of the cluster as one session sees it. Timeouts are in milliseconds; {@link
 * Long#MAX_VALUE} waits for ever.
 *
 * <p>In a transaction of the session, takes are claims and puts are kept until the commit: they
 * count in {@link #size} of this session and are seen by nobody, this session's {@link #peek} and
 * {@link #poll} included. Thread-safe. An interrupted wait leaves the queue as it was.
 *
 * <p>Failures of the cluster are {@link org.mule.runtime.api.exception.MuleRuntimeException}s;
 * nothing was changed then, unless the message says that the outcome is unknown.
 */
final class IgniteQueue implements Queue {

  private static final Logger LOG = LoggerFactory.getLogger(IgniteQueue.class);

  /** An operation inside the session's transaction, or with null outside of any. */
  private interface Operation<T> {
    T on(QueueSpec spec, UnitOfWork work) throws InterruptedException;
  }

  private final IgniteQueueManager manager;
  private final IgniteQueueSession session;
  private final String name;

  IgniteQueue(IgniteQueueManager manager, IgniteQueueSession session, String name) {
    this.manager = manager;
    this.session = session;
    this.name = name;
  }

  @Override
  public String getName() {
    return name;
  }

  /** The items that may be taken, and those that this session's transaction put. */
  @Override
  public int size() {
    boolean interrupted = Thread.interrupted();
    try {
      return run(
          "size",
          (spec, work) ->
              manager.engine().size(spec) + (work == null ? 0 : work.added(spec.ref())));
    } catch (InterruptedException e) {
      throw new IllegalStateException("Interrupted while another thread ends the transaction.", e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Waits for room as long as it takes. */
  @Override
  public void put(Serializable item) throws InterruptedException {
    offer(item, Long.MAX_VALUE);
  }

  /**
   * @param timeout milliseconds to wait for room: 0 does not wait, less than 0 waits for ever
   * @return false when there was no room in time
   * @throws IllegalArgumentException when there is no item
   * @throws org.mule.runtime.api.serialization.SerializationException when it cannot be serialized
   */
  @Override
  public boolean offer(Serializable item, long timeout) throws InterruptedException {
    byte[] bytes = encode(item);
    long millis = timeout < 0 ? Long.MAX_VALUE : timeout;
    return run(
        "put",
        (spec, work) ->
            work == null
                ? manager.engine().offer(spec, bytes, millis)
                : work.offer(spec, bytes, millis));
  }

  /** Waits for an item as long as it takes. */
  @Override
  public Serializable take() throws InterruptedException {
    return poll(Long.MAX_VALUE);
  }

  /**
   * @param timeout milliseconds to wait for an item: 0 or less does not wait
   * @return null when there was none in time, or the wait was interrupted because Mule stops
   */
  @Override
  public Serializable poll(long timeout) throws InterruptedException {
    Deadline deadline = Deadline.after(timeout);
    try {
      return run("take", (spec, work) -> poll(spec, work, deadline));
    } catch (InterruptedException e) {
      if (manager.isStopping()) {
        return null;
      }
      throw e;
    }
  }

  private Serializable poll(QueueSpec spec, UnitOfWork work, Deadline deadline)
      throws InterruptedException {
    while (true) {
      long millis = deadline.remainingMillis();
      Claim claim =
          work == null
              ? manager.engine().claimToRemove(spec, millis)
              : manager.engine().claim(spec, millis);
      if (claim == null) {
        return null;
      }
      Serializable item = decode(spec, claim);
      if (item != null && work != null) {
        work.take(spec, claim);
        return item;
      }
      if (item != null && manager.engine().remove(spec, claim)) {
        return item;
      }
    }
  }

  /**
   * @return null when the item could not be decoded and was set aside
   */
  private Serializable decode(QueueSpec spec, Claim claim) {
    try {
      return manager.codec().decode(claim.item());
    } catch (UndecodableValueException e) {
      setAside(spec, claim, e);
      return null;
    } catch (RuntimeException | Error e) {
      manager.engine().release(spec, claim);
      throw e;
    }
  }

  private void setAside(QueueSpec spec, Claim claim, UndecodableValueException cause) {
    if (manager.engine().setAside(spec, claim, cause.getMessage())) {
      LOG.error(
          "An item of queue '{}' at position {} ({} bytes) cannot be read. It is set aside and not"
              + " delivered; the next one is.",
          spec.ref().id(),
          claim.position(),
          claim.item().length,
          cause);
    }
  }

  /** Puts an item before the head, whatever the capacity. */
  @Override
  public void untake(Serializable item) throws InterruptedException {
    byte[] bytes = encode(item);
    run(
        "untake",
        (spec, work) -> {
          if (work == null) {
            manager.engine().untake(spec, bytes);
          } else {
            work.untake(spec, bytes);
          }
          return null;
        });
  }

  /**
   * @return the item at the head, or null
   */
  @Override
  public Serializable peek() throws InterruptedException {
    return run("peek", (spec, work) -> peek(spec));
  }

  private Serializable peek(QueueSpec spec) throws InterruptedException {
    for (byte[] head = head(spec); head != null; head = head(spec)) {
      try {
        return manager.codec().decode(head);
      } catch (UndecodableValueException e) {
        Claim claim = manager.engine().claim(spec, 0);
        if (claim != null && decode(spec, claim) != null) {
          manager.engine().release(spec, claim);
        }
      }
    }
    return null;
  }

  private byte[] head(QueueSpec spec) throws InterruptedException {
    return manager.engine().peek(spec);
  }

  /** Discards all items; in a transaction, when it commits. */
  @Override
  public void clear() throws InterruptedException {
    run(
        "clear",
        (spec, work) -> {
          if (work == null) {
            manager.engine().clear(spec);
          } else {
            work.clear(spec);
          }
          return null;
        });
  }

  /** Discards the queue in the whole cluster, at once, also inside a transaction. */
  @Override
  public void dispose() throws InterruptedException {
    run(
        "dispose",
        (spec, work) -> {
          manager.engine().dispose(spec);
          return null;
        });
    manager.configurations().disposed(name);
  }

  private byte[] encode(Serializable item) {
    if (item == null) {
      throw new IllegalArgumentException("Queue '" + name + "' takes no null item.");
    }
    return manager.codec().encode(item);
  }

  private <T> T run(String operation, Operation<T> action) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    try {
      QueueSpec spec = manager.resolve(name);
      SessionWork work = session.work();
      return work == null
          ? action.on(spec, null)
          : work.during(transaction -> action.on(spec, transaction));
    } catch (ClusterException e) {
      manager.configurations().doubt(name);
      throw MuleErrors.of(operation, name, e);
    }
  }
}
