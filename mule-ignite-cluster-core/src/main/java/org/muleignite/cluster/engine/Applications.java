package org.muleignite.cluster.engine;

/**
 * What of Mule's applications the engine decides on when its node loses the cluster. Called on one
 * thread of the engine; blocks until the applications have stopped or started.
 */
public interface Applications {

  /**
   * Stops all applications that run. Mule knows no other way to end what only the primary may do.
   * Idempotent.
   *
   * @param reason one sentence for the log
   */
  void suspend(String reason);

  /** Deploys what {@link #suspend} stopped anew, so that all of it uses the services of now. */
  void restart();
}
