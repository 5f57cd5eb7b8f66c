package org.muleignite.cluster.node;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.muleignite.cluster.api.ClusterException;
import org.muleignite.cluster.api.ClusterThreads;

/**
 * Runs a start or stop of Ignite on a thread of its own: Ignite leaves thread locals behind that
 * would keep the engine's class loader alive. Stateless.
 */
final class OwnThread {

  private OwnThread() {}

  /**
   * Blocks for the result.
   *
   * @throws ClusterException what the work threw, or that the caller was interrupted, in which case
   *     the work goes on
   */
  static <T> T call(String purpose, Callable<T> work) {
    FutureTask<T> task = new FutureTask<>(work);
    ClusterThreads.factory(purpose).newThread(task).start();
    try {
      return task.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClusterException("Interrupted during the " + purpose + " of the Ignite node", e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof ClusterException
          ? (ClusterException) e.getCause()
          : new ClusterException(
              "The " + purpose + " of the Ignite node failed: " + e.getCause(), e.getCause());
    }
  }
}
