package org.muleignite.tests.cluster;

import java.util.ArrayList;
import java.util.List;

/** What a queue with transactions does, in plain Java: the oracle of {@link QueuePropertyIT}. */
final class QueueModel {

  /** A committed item; claimed while a session's transaction has it. */
  private static final class Entry {
    final String item;
    int claimedBy = NOBODY;
    boolean disposed;

    Entry(String item) {
      this.item = item;
    }
  }

  private static final int NOBODY = -1;

  private final int capacity;
  private final List<Entry> entries = new ArrayList<>();
  private final List<List<String>> tails = new ArrayList<>();
  private final List<List<String>> heads = new ArrayList<>();
  private final boolean[] open;

  QueueModel(int capacity, int sessions) {
    this.capacity = capacity;
    open = new boolean[sessions];
    for (int session = 0; session < sessions; session++) {
      tails.add(new ArrayList<>());
      heads.add(new ArrayList<>());
    }
  }

  void begin(int session) {
    open[session] = true;
  }

  /** Whether this transaction alone would overfill the queue, which is refused. */
  boolean overfills(int session) {
    return open[session] && capacity > 0 && added(session) >= capacity;
  }

  boolean offer(int session, String item) {
    if (capacity > 0 && ready().size() + rooms() >= capacity) {
      return false;
    }
    if (open[session]) {
      tails.get(session).add(item);
    } else {
      entries.add(new Entry(item));
    }
    return true;
  }

  void untake(int session, String item) {
    if (open[session]) {
      heads.get(session).add(item);
    } else {
      entries.add(0, new Entry(item));
    }
  }

  String poll(int session) {
    List<Entry> ready = ready();
    if (ready.isEmpty()) {
      return null;
    }
    take(session, ready.get(0));
    return ready.get(0).item;
  }

  private void take(int session, Entry entry) {
    if (open[session]) {
      entry.claimedBy = session;
    } else {
      entries.remove(entry);
    }
  }

  String peek() {
    List<Entry> ready = ready();
    return ready.isEmpty() ? null : ready.get(0).item;
  }

  int size(int session) {
    return ready().size() + added(session);
  }

  void clear(int session) {
    ready().forEach(entry -> take(session, entry));
    tails.get(session).clear();
    heads.get(session).clear();
  }

  /** What is claimed at this moment never comes back. */
  void dispose() {
    entries.removeAll(ready());
    entries.forEach(entry -> entry.disposed = true);
  }

  void commit(int session) {
    entries.removeIf(entry -> entry.claimedBy == session);
    tails.get(session).forEach(item -> entries.add(new Entry(item)));
    heads.get(session).forEach(item -> entries.add(0, new Entry(item)));
    end(session);
  }

  void rollback(int session) {
    entries.removeIf(entry -> entry.claimedBy == session && entry.disposed);
    for (Entry entry : entries) {
      if (entry.claimedBy == session) {
        entry.claimedBy = NOBODY;
      }
    }
    end(session);
  }

  private void end(int session) {
    tails.get(session).clear();
    heads.get(session).clear();
    open[session] = false;
  }

  /** Room that open transactions have reserved. */
  int rooms() {
    return capacity == 0 ? 0 : tails.stream().mapToInt(List::size).sum();
  }

  private int added(int session) {
    return tails.get(session).size() + heads.get(session).size();
  }

  private List<Entry> ready() {
    return entries.stream().filter(entry -> entry.claimedBy == NOBODY).toList();
  }
}
