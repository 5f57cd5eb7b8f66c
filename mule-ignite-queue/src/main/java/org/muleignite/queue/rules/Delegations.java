package org.muleignite.queue.rules;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which queues are owned by another node than their home, the one with their primary copy.
 *
 * <p>The home alone decides: it offers a queue to a node that has a copy, and that node, the
 * delegate, owns it once it has asked all nodes what they hold and the home has answered. The home
 * takes it back in the same way. What any other node knows only spares it a question: whoever is
 * asked and does not own the queue says so. All of it ends when the home or the delegate is gone or
 * has no copy any more. Thread-safe; never blocks.
 */
final class Delegations {

  private enum State {
    /** The home still owns the queue. */
    OFFERED,
    /** The delegate owns the queue. */
    ACTIVE,
    /** The home is about to own the queue again, and has to tell the delegate. */
    ENDING
  }

  private static final class Delegation {

    final UUID home;
    final UUID node;
    final long number;
    final State state;

    Delegation(UUID home, UUID node, long number, State state) {
      this.home = home;
      this.node = node;
      this.number = number;
      this.state = state;
    }

    boolean is(UUID otherNode, long otherNumber) {
      return node.equals(otherNode) && number == otherNumber;
    }

    Delegation in(State next) {
      return new Delegation(home, node, number, next);
    }
  }

  private final ItemStore store;
  private final UUID self;
  private final Map<QueueRef, Delegation> known = new ConcurrentHashMap<>();

  Delegations(ItemStore store, UUID self) {
    this.store = store;
    this.self = self;
  }

  /** The node that owns the queue as far as this one knows, or null when no copy is left. */
  UUID ownerOf(QueueRef queue) {
    Delegation delegation = known.get(queue);
    return delegation != null && isInForce(queue, delegation)
        ? delegation.node
        : store.primaryOf(queue);
  }

  private boolean isInForce(QueueRef queue, Delegation delegation) {
    return delegation.state == State.ACTIVE && isPossible(queue, delegation.home, delegation.node);
  }

  private boolean isPossible(QueueRef queue, UUID home, UUID delegate) {
    List<UUID> copies = store.copiesOf(queue);
    return !copies.isEmpty() && copies.get(0).equals(home) && copies.contains(delegate);
  }

  /** Whether an owner that is new here must ask the others, even if the queue seems to be new. */
  boolean isKnown(QueueRef queue) {
    return known.containsKey(queue);
  }

  /**
   * At home: that node may become the owner, and says so by {@link QueueRequest.Op#HELD}.
   *
   * @param number that this node never used before
   * @return false when it has no copy, or something else is going on
   */
  boolean offer(QueueRef queue, UUID delegate, long number) {
    if (!isPossible(queue, self, delegate)) {
      return false;
    }
    Delegation offer = new Delegation(self, delegate, number, State.OFFERED);
    return offer
        == known.compute(
            queue, (key, present) -> present != null && isMine(key, present) ? present : offer);
  }

  /** At home: the node does not take it. */
  void withdraw(QueueRef queue, UUID delegate, long number) {
    known.computeIfPresent(
        queue,
        (key, present) ->
            present.is(delegate, number) && present.state == State.OFFERED ? null : present);
  }

  /** At the node to which it is offered: whether it may ask the others now. */
  boolean accept(QueueRef queue, UUID home, long number) {
    boolean possible = isPossible(queue, home, self);
    if (possible) {
      known.put(queue, new Delegation(home, self, number, State.ACTIVE));
    }
    return possible;
  }

  /** At the delegate: this node does not own it by that offer any more. */
  void drop(QueueRef queue, long number) {
    known.computeIfPresent(queue, (key, present) -> present.is(self, number) ? null : present);
  }

  /** At the delegate: asks the home to take the queue back, or null when it owns it by itself. */
  QueueRequest giveBack(QueueSpec spec) {
    Delegation delegation = known.get(spec.ref());
    return delegation == null || !delegation.node.equals(self)
        ? null
        : new QueueRequest(QueueRequest.Op.RETURN, spec, delegation.number, 0);
  }

  /**
   * At home: this node owns it again, once it has told everybody.
   *
   * @return false when it did before
   */
  boolean end(QueueRef queue, UUID delegate, long number) {
    Delegation ended =
        known.computeIfPresent(
            queue,
            (key, present) -> present.is(delegate, number) ? present.in(State.ENDING) : present);
    return ended != null && ended.state == State.ENDING;
  }

  /**
   * What this node asks all others when it newly owns the queue.
   *
   * @param home the node with the primary copy
   */
  QueueRequest question(QueueSpec spec, UUID home) {
    Delegation delegation = known.get(spec.ref());
    return delegation != null && delegation.node.equals(self) && delegation.home.equals(home)
        ? QueueRequest.held(spec, delegation.number, delegation.home)
        : QueueRequest.held(spec);
  }

  /**
   * Whether that node may be the owner from now on; if so, this node knows it as that.
   *
   * @param question of the new owner
   */
  boolean admit(UUID newOwner, QueueRequest question) {
    QueueRef queue = question.queue();
    UUID home = store.primaryOf(queue);
    if (!question.isOfDelegate()) {
      if (!newOwner.equals(home)) {
        return false;
      }
      known.remove(queue);
      return true;
    }
    if (!question.home().equals(home)) {
      return false;
    }
    Delegation active = new Delegation(home, newOwner, question.ticket, State.ACTIVE);
    if (!self.equals(home) && !self.equals(newOwner)) {
      known.put(queue, active);
      return true;
    }
    Delegation present =
        known.computeIfPresent(
            queue,
            (key, now) ->
                now.is(newOwner, question.ticket) && now.state == State.OFFERED ? active : now);
    return present != null
        && present.is(newOwner, question.ticket)
        && present.state == State.ACTIVE;
  }

  /** What this node answers when it does not own the queue: at its home, who does. */
  QueueReply moved(QueueRef queue) {
    Delegation delegation = known.get(queue);
    return delegation != null && delegation.home.equals(self) && isInForce(queue, delegation)
        ? QueueReply.redirected(new Token(delegation.node, delegation.number))
        : QueueReply.MOVED;
  }

  /** The node that was asked does not own the queue, or does not answer. */
  void learn(QueueRef queue, UUID asked, QueueReply moved) {
    Token owner = moved.isRedirect() ? moved.partner() : null;
    known.compute(
        queue,
        (key, present) -> {
          if (present != null && isMine(key, present)) {
            return present;
          }
          if (owner != null && !owner.node().equals(self)) {
            return new Delegation(asked, owner.node(), owner.ticket(), State.ACTIVE);
          }
          return present != null && asked.equals(present.node) ? null : present;
        });
  }

  /** Whether this node does more than to know of it. */
  private boolean isMine(QueueRef queue, Delegation delegation) {
    return (self.equals(delegation.home) || self.equals(delegation.node))
        && delegation.home.equals(store.primaryOf(queue));
  }

  void departed(UUID dead) {
    known.values().removeIf(present -> dead.equals(present.home) || dead.equals(present.node));
  }
}
