package org.muleignite.queue.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * What one transaction is to remove and to put, queue by queue, once it is decided: the content of
 * a commit, and the record of a prepared branch. Not thread-safe.
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
  private final List<Part> parts = new ArrayList<>();

  /**
   * @param node the node whose session holds the claims
   */
  Branch(UUID node) {
    this.node = node;
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

  /**
   * The removals and puts as one change.
   *
   * @param orphan whether the node that prepared it died, perhaps with the whole cluster: then
   *     items of queues in memory may be gone, which must not keep the branch undecided for ever
   */
  Change toChange(boolean orphan) {
    Change change = new Change();
    for (Part part : parts) {
      QueueRef queue = part.spec().ref();
      for (int i = 0; i < part.claims().length; i += 2) {
        EntryKey item = queue.item(part.claims()[i]);
        if (orphan && !queue.isPersistent()) {
          change.drop(item);
        } else {
          change.remove(item);
        }
      }
      for (int i = 0; i < part.positions().length; i++) {
        change.putNew(queue.item(part.positions()[i]), part.items()[i]);
      }
    }
    return change;
  }
}
