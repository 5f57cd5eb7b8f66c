package org.muleignite.sample.lock;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import javax.inject.Inject;
import javax.inject.Named;
import org.mule.runtime.api.lock.LockFactory;
import org.mule.runtime.api.meta.model.operation.ExecutionType;
import org.mule.runtime.core.api.config.MuleProperties;
import org.mule.runtime.extension.api.annotation.error.Throws;
import org.mule.runtime.extension.api.annotation.execution.Execution;
import org.mule.runtime.extension.api.annotation.param.Optional;
import org.mule.runtime.extension.api.exception.ModuleException;
import org.mule.runtime.extension.api.runtime.process.CompletionCallback;
import org.mule.runtime.extension.api.runtime.route.Chain;
import org.muleignite.sample.SampleError;
import org.muleignite.sample.SampleErrorTypes;

/** Takes locks of the runtime. */
@Throws(SampleErrorTypes.class)
public class LockOperations {

  private static final String DEFAULT_TIMEOUT = "30000";

  @Inject
  @Named(MuleProperties.OBJECT_LOCK_FACTORY)
  private LockFactory locks;

  /**
   * Takes a lock, holds it for a while and gives it back.
   *
   * @param lockId the lock
   * @param timeoutMillis how long to try
   * @param holdMillis how long to hold it
   * @return whether the lock was had
   */
  @Execution(ExecutionType.BLOCKING)
  public boolean withLock(
      String lockId,
      @Optional(defaultValue = DEFAULT_TIMEOUT) long timeoutMillis,
      @Optional(defaultValue = "0") long holdMillis) {
    Lock lock = locks.createLock(lockId);
    try {
      if (!lock.tryLock(timeoutMillis, TimeUnit.MILLISECONDS)) {
        return false;
      }
      try {
        Thread.sleep(holdMillis);
      } finally {
        lock.unlock();
      }
      return true;
    } catch (InterruptedException e) {
      throw interrupted(lockId, e);
    }
  }

  /**
   * Runs the operations inside it while it holds a lock.
   *
   * <p>A lock belongs to the thread that took it, so this thread waits for the operations to end.
   * Meant for flows that run in a transaction, where everything stays on one thread anyway.
   *
   * @param lockId the lock
   * @param timeoutMillis how long to try to get it
   * @param operations what to run
   * @param callback takes the outcome of the last operation
   */
  public void locked(
      String lockId,
      @Optional(defaultValue = DEFAULT_TIMEOUT) long timeoutMillis,
      Chain operations,
      CompletionCallback<Object, Object> callback) {
    Lock lock = locks.createLock(lockId);
    Outcome outcome;
    try {
      if (!lock.tryLock(timeoutMillis, TimeUnit.MILLISECONDS)) {
        throw new ModuleException("Somebody else holds " + lockId, SampleError.LOCK_TIMEOUT);
      }
      try {
        outcome = run(operations);
      } finally {
        lock.unlock();
      }
    } catch (InterruptedException e) {
      throw interrupted(lockId, e);
    }
    outcome.tell(callback);
  }

  @SuppressWarnings("unchecked") // a chain hands out raw results
  private static Outcome run(Chain operations) {
    CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    operations.process(
        result -> outcome.complete(listener -> listener.success(result)),
        (error, result) -> outcome.complete(listener -> listener.error(error)));
    return outcome.join();
  }

  private static ModuleException interrupted(String lockId, InterruptedException e) {
    Thread.currentThread().interrupt();
    return new ModuleException("Interrupted at " + lockId, SampleError.LOCK_TIMEOUT, e);
  }

  /** How the operations ended, told only after the lock is free. */
  private interface Outcome {
    void tell(CompletionCallback<Object, Object> listener);
  }
}
