package org.muleignite.cluster.node;

import java.util.EnumSet;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.ignite.Ignite;
import org.apache.ignite.failure.FailureContext;
import org.apache.ignite.failure.FailureHandler;
import org.apache.ignite.failure.FailureType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides what a critical error of Ignite means. Never halts the JVM, which Ignite's default would
 * do: a full memory region is an error of the caller, a slow system thread is a warning, anything
 * else ends this node's membership. So does a full region in front of the disk: no caller can make
 * room there, and what was being changed is whole again only once the node has replayed its log.
 * Thread-safe, never blocks.
 */
final class NodeFailureHandler implements FailureHandler {

  private static final Logger LOGGER = LoggerFactory.getLogger(NodeFailureHandler.class);

  private static final Set<FailureType> TOLERATED =
      EnumSet.of(FailureType.SYSTEM_WORKER_BLOCKED, FailureType.SYSTEM_CRITICAL_OPERATION_TIMEOUT);

  private final Consumer<Throwable> fatal;

  NodeFailureHandler(Consumer<Throwable> fatal) {
    this.fatal = fatal;
  }

  @Override
  public boolean onFailure(Ignite ignite, FailureContext failure) {
    if (TOLERATED.contains(failure.type())) {
      LOGGER.warn(
          "Ignite is slow ({}): check CPU, disk and garbage collection.",
          failure.type(),
          failure.error());
      return false;
    }
    if (isFullRegion(failure.error())) {
      LOGGER.error(
          "A memory region is full; writes to it fail until entries are removed.", failure.error());
      return false;
    }
    LOGGER.error(
        "Ignite failed ({}); this node leaves the cluster.", failure.type(), failure.error());
    fatal.accept(failure.error());
    return true;
  }

  private static boolean isFullRegion(Throwable error) {
    for (Throwable t = error; t != null; t = t.getCause()) {
      // By name: the class is not part of Ignite's API.
      if (t.getClass().getSimpleName().equals("IgniteOutOfMemoryException")) {
        return !String.valueOf(t.getMessage()).contains("persistenceEnabled=true");
      }
    }
    return false;
  }
}
