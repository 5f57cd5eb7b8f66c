package org.muleignite.cluster.lock;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** One id at its owner: the node that holds it and those that wait. Guarded by its partition. */
final class OwnedLock {

  /** Null: free. */
  Claim holder;

  final Deque<Claim> waiting = new ArrayDeque<>(2);

  boolean isUnused() {
    return holder == null && waiting.isEmpty();
  }

  /** Takes a waiting request out; null when it is not there. */
  Claim withdraw(UUID node, long request) {
    for (Iterator<Claim> all = waiting.iterator(); all.hasNext(); ) {
      Claim claim = all.next();
      if (claim.is(node, request)) {
        all.remove();
        return claim;
      }
    }
    return null;
  }

  /** A node's request for the id, waiting or granted. Immutable. */
  static final class Claim {
    final UUID node;
    final long request;
    final boolean patient;

    /** To be completed with the answer, never under the monitor of the partition. */
    final CompletableFuture<LockAnswer> answer = new CompletableFuture<>();

    Claim(UUID node, long request, boolean patient) {
      this.node = node;
      this.request = request;
      this.patient = patient;
    }

    boolean is(UUID otherNode, long otherRequest) {
      return request == otherRequest && node.equals(otherNode);
    }
  }
}
