package org.muleignite.cluster.lock;

import java.util.UUID;

/** An id that this node holds, and the owner that knows of it. Immutable. */
final class Grant {

  /** To whom it is given back. */
  final UUID owner;

  final long epoch;

  /** The request that was granted: names the grant at the owner. */
  final long request;

  /** First fencing number. */
  final long fencing;

  Grant(UUID owner, long epoch, long request, long fencing) {
    this.owner = owner;
    this.epoch = epoch;
    this.request = request;
    this.fencing = fencing;
  }

  /** The same after it was reported to a new owner. */
  Grant reportedTo(UUID newOwner, long newEpoch) {
    return new Grant(newOwner, newEpoch, request, fencing);
  }
}
