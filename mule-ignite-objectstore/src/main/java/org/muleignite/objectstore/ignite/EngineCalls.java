package org.muleignite.objectstore.ignite;

import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import javax.cache.CacheException;
import org.apache.ignite.IgniteException;
import org.apache.ignite.IgniteInterruptedException;
import org.apache.ignite.cache.CachePartialUpdateException;
import org.apache.ignite.cluster.ClusterTopologyException;
import org.apache.ignite.lang.IgniteFuture;
import org.apache.ignite.transactions.TransactionRollbackException;
import org.muleignite.cluster.api.Causes;
import org.muleignite.cluster.api.ClusterException;
import org.muleignite.cluster.api.ClusterUnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one place where errors of the engine become ours. Stateless and thread-safe.
 *
 * <p>The engine itself repeats a single operation whose nodes change; what still fails here failed
 * for longer.
 */
final class EngineCalls {

  /** The nodes of a scan may change under it; each try starts on the new ones. */
  private static final int SCAN_TRIES = 5;

  private static final long PAUSE_NANOS = 50_000_000;

  private static final long AGREEMENT_MILLIS = 5_000;

  private static final Logger LOG = LoggerFactory.getLogger(EngineCalls.class);

  private EngineCalls() {}

  /** For operations that change nothing. */
  static <T> T read(String what, Supplier<T> operation) {
    return call(what, "nothing was changed", operation);
  }

  /** For operations that may have been done although they failed. */
  static <T> T write(String what, Supplier<T> operation) {
    return call(what, "whether it was done is unknown", operation);
  }

  /** For reads that the engine does not repeat by itself. */
  static <T> T scan(String what, Supplier<T> operation) {
    for (int left = SCAN_TRIES - 1; ; left--) {
      try {
        return read(what, operation);
      } catch (ClusterException e) {
        if (left == 0 || !mayWorkLater(e.getCause())) {
          throw e;
        }
        awaitTopology(e);
      }
    }
  }

  private static boolean mayWorkLater(Throwable failure) {
    return failure instanceof IgniteException && !(failure instanceof IgniteInterruptedException)
        || isOfTopology(failure);
  }

  /**
   * A transaction whose primary died is only said to be rolled back, an atomic change to have been
   * done partly, with causes of no API.
   */
  private static boolean isOfTopology(Throwable e) {
    return Causes.find(e, ClusterTopologyException.class) != null
        || Causes.find(e, TransactionRollbackException.class) != null
        || Causes.find(e, CachePartialUpdateException.class) != null;
  }

  private static <T> T call(String what, String outcome, Supplier<T> operation) {
    try {
      return operation.get();
    } catch (CacheException | IgniteException | IllegalStateException e) {
      // IllegalStateException: the node is stopping.
      String message = "Cannot " + what + " (" + outcome + "): " + e.getMessage();
      throw isOfTopology(e)
          ? new ClusterUnavailableException(message, e)
          : new ClusterException(message, e);
    }
  }

  /**
   * Blocks until the nodes have agreed on who is there after the failure, for some seconds at most:
   * the engine may name a change of nodes that does not come.
   */
  static void awaitTopology(Throwable e) {
    ClusterTopologyException cause = Causes.find(e, ClusterTopologyException.class);
    IgniteFuture<?> agreed = cause == null ? null : cause.retryReadyFuture();
    if (agreed == null) {
      // The primary has just changed, and nothing tells when everybody has learned of it.
      LockSupport.parkNanos(PAUSE_NANOS);
      return;
    }
    try {
      agreed.get(AGREEMENT_MILLIS);
    } catch (IgniteException disagreed) {
      // They have not in time, or this node stops: the next try tells.
      LOG.debug("The nodes have not agreed; trying again", disagreed);
    }
  }
}
