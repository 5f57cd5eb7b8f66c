package org.muleignite.queue.rules;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;

/**
 * Makes the copies of a queue equal after its owner died: of a put that was on its way, one backup
 * may have got the item and another one not. What the new owner has counts; an item that it does
 * not have must not turn up later, when a third node becomes the owner.
 *
 * <p>Only items put by themselves can be in doubt, and the header tells about where the last of
 * them went; what belongs together is recorded, and redone. Stateless; blocks.
 */
final class Copies {

  /** Twice as many as can be on their way at the same time, and what the header was not told of. */
  private static final int DOUBTFUL = 2 * GroupCommit.MAX_ITEMS + RecordedEnds.LAG;

  /** So few that large items fit into one message. */
  private static final int PORTION = 16;

  private final Committer committer;

  Copies(Committer committer) {
    this.committer = committer;
  }

  /**
   * @param index knows what nodes hold, which is theirs to repeat, and no item yet
   */
  void align(QueueRef queue, QueueIndex index) {
    byte[] header = committer.read(queue.header());
    if (header == null) {
      return;
    }
    Ends ends = QueueHeader.decode(header).receipts().ends();
    Set<Long> doubtful = new TreeSet<>();
    for (long end : new long[] {ends.head(), ends.tail()}) {
      LongStream.range(Math.max(0, end - DOUBTFUL), end + DOUBTFUL)
          .filter(position -> !index.isHeld(position))
          .forEach(doubtful::add);
    }
    Change change = new Change().align(queue.header());
    for (long position : doubtful) {
      if (change.steps().size() == PORTION) {
        committer.commit(change);
        change = new Change();
      }
      change.align(queue.item(position));
    }
    committer.commit(change);
  }
}
