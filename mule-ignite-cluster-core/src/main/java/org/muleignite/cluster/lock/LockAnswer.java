package org.muleignite.cluster.lock;

/** What an owner answers to the request for a lock. Immutable. */
final class LockAnswer {

  /** The code of each kind on the wire is its ordinal; append only. */
  enum Kind {
    /** The asking node holds the id until it releases it. */
    GRANTED,
    /** Somebody holds it, and the request did not want to wait. */
    BUSY,
    /** The asker took its request back before it was granted. */
    CANCELLED,
    /** The asked node does not own the id, by its own view; ask the present owner. */
    MOVED
  }

  static final LockAnswer BUSY = new LockAnswer(Kind.BUSY, 0, 0);
  static final LockAnswer CANCELLED = new LockAnswer(Kind.CANCELLED, 0, 0);
  static final LockAnswer MOVED = new LockAnswer(Kind.MOVED, 0, 0);

  final Kind kind;

  /** Epoch of the owner's tenure; with {@link Kind#GRANTED} only. */
  final long epoch;

  /** First fencing number of the grant; with {@link Kind#GRANTED} only. */
  final long fencing;

  private LockAnswer(Kind kind, long epoch, long fencing) {
    this.kind = kind;
    this.epoch = epoch;
    this.fencing = fencing;
  }

  static LockAnswer granted(long epoch, long fencing) {
    return new LockAnswer(Kind.GRANTED, epoch, fencing);
  }

  /** The answer of a kind that the wire carried. */
  static LockAnswer of(Kind kind, long epoch, long fencing) {
    switch (kind) {
      case BUSY:
        return BUSY;
      case CANCELLED:
        return CANCELLED;
      case MOVED:
        return MOVED;
      default:
        return granted(epoch, fencing);
    }
  }
}
