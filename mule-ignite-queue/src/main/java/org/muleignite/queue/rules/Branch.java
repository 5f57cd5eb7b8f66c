package org.muleignite.queue.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * What one transaction is to remove and to put, queue by queue: the content of a commit, and the
 * record of a branch that is prepared, or decided and not yet done everywhere. Not thread-safe.
 */
final class Branch {

  /** The share of one queue. Immutable by convention: nobody writes to the arrays. */
  static final class Part {

    private final QueueSpec spec;
    private final long[] claims;
    private final long[] positions;
    private final byte[][] items;

    /**
     * @param claims position and ticket of each item to remove
     * @param positions where the items go, one for each item
     */
    Part(QueueSpec spec, long[] claims, long[] positions, byte[][] items) {
      this.spec = spec;
      this.claims = claims;
      this.positions = positions;
      this.items = items;
    }

    QueueSpec spec() {
      return spec;
    }

    long[] claims() {
      return claims;
    }

    long[] positions() {
      return positions;
    }

    byte[][] items() {
      return items;
    }
  }

  private final UUID node;
  private final UUID executor;
  private final List<Part> parts = new ArrayList<>();

  /**
   * @param node the node whose session holds the claims
   */
  Branch(UUID node) {
    this(node, null);
  }

  Branch(UUID node, UUID executor) {
    this.node = node;
    this.executor = executor;
  }

  /** The same, to be committed whatever happens, by the named node as long as it lives. */
  Branch decided(UUID by) {
    Branch copy = new Branch(node, by);
    copy.parts.addAll(parts);
    return copy;
  }

  boolean isDecided() {
    return executor != null;
  }

  /** The only node that may carry it out, or null while it is not decided. */
  UUID executor() {
    return executor;
  }

  UUID node() {
    return node;
  }

  List<Part> parts() {
    return parts;
  }

  void add(Part part) {
    parts.add(part);
  }

  boolean isEmpty() {
    return parts.isEmpty();
  }

  boolean names(QueueRef queue) {
    return parts.stream().anyMatch(part -> part.spec().ref().equals(queue));
  }

  /** Where its record belongs: it shall live as long as what it is about. */
  Area area() {
    boolean durable = parts.stream().anyMatch(part -> part.spec().ref().isPersistent());
    return durable ? Area.BRANCHES : Area.DECISIONS;
  }

  /**
   * The items that must be there when it is decided.
   *
   * @param orphan whether the node that prepared it died, perhaps with the whole cluster: then
   *     items of queues in memory may be gone, which must not keep the branch undecided for ever
   */
  List<EntryKey> required(boolean orphan) {
    List<EntryKey> items = new ArrayList<>();
    for (Part part : parts) {
      QueueRef queue = part.spec().ref();
      if (!orphan || queue.isPersistent()) {
        for (int i = 0; i < part.claims().length; i += 2) {
          items.add(queue.item(part.claims()[i]));
        }
      }
    }
    return items;
  }

  /**
   * The removals and puts, which may have been done by half, or as a whole, before.
   *
   * @param receives which queues still take what is put into them
   */
  Change toChange(Predicate<QueueRef> receives) {
    Change change = new Change();
    for (Part part : parts) {
      QueueRef queue = part.spec().ref();
      for (int i = 0; i < part.claims().length; i += 2) {
        change.drop(queue.item(part.claims()[i]));
      }
      if (part.positions().length > 0 && receives.test(queue)) {
        for (int i = 0; i < part.positions().length; i++) {
          change.put(queue.item(part.positions()[i]), part.items()[i]);
        }
      }
    }
    return change;
  }
}
