package org.muleignite.cluster.lock;

/**
 * What a transition of a {@link NodeLock} leaves to be done once its monitor is free: messages are
 * never sent under a monitor, because the owner may be this node and answer at once. Used by one
 * thread.
 */
final class Step {

  /** To be given back to its owner; null: nothing. */
  Grant giveBack;

  /** To be taken back; null: nothing. */
  Request cancel;

  /** To be sent; null: nothing. */
  Request ask;

  /** To be asked again after a short wait because the owner changes; null: nothing. */
  Request askLater;

  /** Nothing is left of the lock: out of the table with it. */
  boolean retired;

  /** Why the lock that is being unlocked was lost before; null: it was not. */
  String lost;
}
