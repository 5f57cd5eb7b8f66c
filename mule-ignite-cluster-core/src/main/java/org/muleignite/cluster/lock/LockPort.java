package org.muleignite.cluster.lock;

import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** What the holder side needs from the owners of ids. Thread-safe, does not block. */
interface LockPort {

  /** The node to ask for an id, by the present view. */
  UUID ownerOf(String id);

  /**
   * Asks for an id.
   *
   * @param request number of the request, unique for the asking node
   * @param patient whether to wait for as long as others hold it; ends early by {@link #cancel}
   * @return the answer; exceptionally {@link org.muleignite.cluster.api.NodeGoneException} when the
   *     owner has left
   */
  CompletableFuture<LockAnswer> acquire(UUID owner, String id, long request, boolean patient);

  /** Takes a request back; it is answered all the same, possibly by a grant. */
  void cancel(UUID owner, String id, long request);

  /** Gives a grant back. */
  void release(UUID owner, String id, long request);
}
