package org.muleignite.queue.rules;

import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toList;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * How much the queues hold: the deepest ones each by itself, temporary reply queues as a total, and
 * who did not say what it owns. The queues of set aside items are left out. Not thread-safe; nobody
 * changes it any more once an operator has it.
 */
public final class DepthReport {

  private static final Comparator<QueueDepth> DEEPEST_FIRST =
      Comparator.comparingInt(QueueDepth::items)
          .reversed()
          .thenComparing(QueueDepth::queue)
          .thenComparing(QueueDepth::isPersistent);

  private final int limit;
  private final Map<QueueRef, QueueDepth> queues = new HashMap<>();
  private final Map<UUID, String> silent = new LinkedHashMap<>();
  private int opening;
  private int temporaryQueues;
  private long temporaryItems;

  /**
   * @param limit how many queues are shown by themselves at most
   */
  DepthReport(int limit) {
    this.limit = limit;
  }

  void add(QueueDepth depth) {
    if (depth.ref().isTemporary()) {
      addTemporary(1, depth.items());
    } else if (!SetAside.isKeptIn(depth.ref())) {
      // While it moves, two nodes may count it; the one that lost it may have missed an item.
      queues.merge(depth.ref(), depth, (one, other) -> one.items() < other.items() ? other : one);
    }
  }

  void addTemporary(int number, long items) {
    temporaryQueues += number;
    temporaryItems += items;
  }

  /** Queues of which nobody can say yet what they hold: their owner is finding it out. */
  void addOpening(int number) {
    opening += number;
  }

  /** What another node counted. */
  void add(DepthReport part) {
    part.queues.values().forEach(this::add);
    addTemporary(part.temporaryQueues, part.temporaryItems);
    addOpening(part.opening);
  }

  /** What the node owns is missing here. */
  void addSilent(UUID node, String reason) {
    silent.put(node, reason);
  }

  /** The deepest queues, the deepest first. */
  public List<QueueDepth> queues() {
    return queues.values().stream().sorted(DEEPEST_FIRST).limit(limit).collect(toList());
  }

  /** How many queues are being opened by their owner: they are not among {@link #queues()}. */
  public int opening() {
    return opening;
  }

  /** How many queues there are on which a {@code publish-consume} waits for its reply. */
  public int temporaryQueues() {
    return temporaryQueues;
  }

  /** How many replies are in them. */
  public long temporaryItems() {
    return temporaryItems;
  }

  /** The members that did not answer, each with the reason: what they own is missing. */
  public Map<UUID, String> silent() {
    return silent;
  }

  /** The deepest queues and the totals for people, a line for each; no line for what is zero. */
  public List<String> lines() {
    List<String> lines =
        queues().stream().map(QueueDepth::toString).collect(toCollection(ArrayList::new));
    if (temporaryQueues > 0) {
      lines.add("temporary reply queues " + temporaryQueues + ": items " + temporaryItems);
    }
    if (opening > 0) {
      lines.add("queues being opened by their owner " + opening + ": not counted yet");
    }
    silent.forEach(
        (node, reason) ->
            lines.add("node " + node + " did not answer, its queues are left out: " + reason));
    return lines;
  }
}
