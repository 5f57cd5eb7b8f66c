package org.muleignite.cluster.api;

import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * Answers the requests of one service. Called from several threads at once.
 *
 * <p>A handler may do short cache operations, but never waits for an answer of another node: it
 * would occupy the thread on which that answer arrives.
 */
@FunctionalInterface
public interface RequestHandler {

  /**
   * @param sender the asking node, which may be the local one
   * @return the answer, now or later; never null. The answer to a notice is ignored.
   */
  CompletableFuture<byte[]> handle(UUID sender, byte[] payload);
}
