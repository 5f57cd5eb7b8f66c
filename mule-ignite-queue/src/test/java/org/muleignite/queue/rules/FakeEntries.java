package org.muleignite.queue.rules;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What changes do to entries in memory. */
final class FakeEntries {

  private FakeEntries() {}

  /** All steps or none. */
  static void apply(Map<EntryKey, byte[]> entries, List<Change.Step> steps) {
    synchronized (entries) {
      for (Change.Step step : steps) {
        if (!step.isPossible(entries.get(step.key()))) {
          throw new ChangeConflictException(step);
        }
      }
      change(entries, steps);
    }
  }

  /** Without a question whether they are possible. */
  static void change(Map<EntryKey, byte[]> entries, List<Change.Step> steps) {
    synchronized (entries) {
      steps.forEach(step -> change(entries, step));
    }
  }

  private static void change(Map<EntryKey, byte[]> entries, Change.Step step) {
    switch (step.kind()) {
      case PUT_NEW:
      case PUT:
        entries.put(step.key(), step.value());
        break;
      case RECORD:
        entries.computeIfPresent(
            step.key(), (key, header) -> QueueHeader.withReceipts(header, step.value()));
        break;
      case REMOVE:
      case DROP:
        entries.remove(step.key());
        break;
      default:
        break;
    }
  }

  static long[] scan(Map<EntryKey, byte[]> entries, QueueRef queue) {
    synchronized (entries) {
      return entries.keySet().stream()
          .filter(key -> key.area() == queue.header().area())
          .mapToLong(key -> queue.positionOf(key.name()))
          .filter(position -> position >= 0)
          .toArray();
    }
  }

  static Map<String, byte[]> temporary(Map<EntryKey, byte[]> entries) {
    Map<String, byte[]> queues = new HashMap<>();
    synchronized (entries) {
      entries.forEach(
          (key, value) -> {
            if (key.area() == Area.TEMPORARY) {
              boolean header = key.name().endsWith("#header");
              queues.merge(key.affinity(), header ? value : new byte[0], FakeEntries::longer);
            }
          });
    }
    queues.replaceAll((id, header) -> header.length == 0 ? null : header);
    return queues;
  }

  private static byte[] longer(byte[] one, byte[] other) {
    return one.length > other.length ? one : other;
  }

  static Map<EntryKey, byte[]> records(Map<EntryKey, byte[]> entries) {
    Map<EntryKey, byte[]> records = new HashMap<>();
    synchronized (entries) {
      entries.forEach(
          (key, value) -> {
            if (key.area().isOfRecords()) {
              records.put(key, value);
            }
          });
    }
    return records;
  }
}
