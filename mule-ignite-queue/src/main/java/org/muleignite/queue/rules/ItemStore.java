package org.muleignite.queue.rules;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * The port to the replicated entries behind the queues. Implementations add no rule of their own.
 * Thread-safe.
 */
public interface ItemStore {

  /**
   * The node with the primary copy of a queue as this node sees it at the moment, or null while
   * there is none. Never blocks.
   */
  UUID primaryOf(QueueRef queue);

  /** Whether this node has a copy of the queue that lacks nothing. Never waits for another node. */
  boolean isReadable(QueueRef queue);

  /**
   * The item at a position from this node's own copy; null when there is no such item or this node
   * has no copy. Never waits for another node.
   */
  byte[] peekLocal(QueueRef queue, long position);

  /** The positions of all items in this node's own copy of the queue, in no particular order. */
  long[] scanLocal(QueueRef queue);

  /**
   * The value of an entry, or null, as its primary copy has it once the topology is settled. For a
   * record also changes that are under way on it, even those of a node that died, are waited for.
   */
  byte[] read(EntryKey key);

  /** The value of an entry, or null, as it was committed last; waits for nothing under way. */
  byte[] glance(EntryKey key);

  /**
   * Does a change of records, all or nothing. Blocks until it is on the primary copies and every
   * backup; does not react to interruption.
   *
   * @throws ChangeConflictException an entry was missing, or there already; nothing was changed
   * @throws NothingChangedException it could not be done now; nothing was changed
   * @throws OutcomeUnknownException whether it was done is to be found out by {@link #read}
   */
  void apply(Change change);

  /**
   * Does each step by itself, all in one operation; they are of the items of one queue. Does not
   * wait for other nodes.
   *
   * @return completes once it is on the primary copy and every backup, with whether each step was
   *     possible; if not, nothing was changed by it. Completes exceptionally with {@link
   *     OutcomeUnknownException} when some copies may have what others lack, until every step is
   *     repeated with success. What goes on with it runs on a thread of the engine: it must not
   *     block, nor change anything in the store
   * @throws NothingChangedException nothing was changed
   */
  CompletableFuture<boolean[]> applyEach(List<Change.Step> steps);

  /**
   * How many bytes a step of {@link #applyEach} puts, or of a durable item removes as far as this
   * node has it. Never waits for another node.
   */
  int bytesOf(Change.Step step);

  /**
   * How many bytes those items of one queue have that are there; asks the primary copy, and blocks
   * for its answer.
   *
   * @throws NothingChangedException they cannot be asked for now
   */
  Map<EntryKey, Integer> lengths(List<EntryKey> items);

  /** Whether a change of entries there ends only when it is forced to the disks. Never blocks. */
  boolean waitsForDisk(Area area);

  /**
   * The nodes that keep the queue or are about to, that of the primary copy first. Never blocks.
   */
  List<UUID> copiesOf(QueueRef queue);

  /**
   * The ids of the temporary queues of which this node has the primary copy, each with its header;
   * with null when something but no header is left of it. Never waits for another node.
   */
  Map<String, byte[]> temporary();

  /** All entries of {@link Area#DECISIONS} and {@link Area#BRANCHES}. */
  Map<EntryKey, byte[]> records();
}
