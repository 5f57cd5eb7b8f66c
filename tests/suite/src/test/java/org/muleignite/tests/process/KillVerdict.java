package org.muleignite.tests.process;

import static java.util.Collections.frequency;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.function.Executable;
import org.muleignite.tests.process.KillLedger.Entry;

/** Compares what arrived with what the ledgers say. */
final class KillVerdict {

  private final Map<Entry, List<String>> ledger;
  private final Map<String, List<String>> arrived = new HashMap<>();
  private final List<Executable> checks = new ArrayList<>();
  private final Set<String> seen = new HashSet<>();
  private final Set<String> irregular = new TreeSet<>();

  /**
   * @param drained each as its queue's name, a blank, and the item, in the order of each queue
   */
  KillVerdict(Map<Entry, List<String>> ledger, List<String> drained) {
    this.ledger = ledger;
    for (String line : drained) {
      int space = line.indexOf(' ');
      arrived
          .computeIfAbsent(line.substring(0, space), queue -> new ArrayList<>())
          .add(line.substring(space + 1));
    }
  }

  /**
   * Tells everything that is wrong, not only the first.
   *
   * @param kills how often each node was killed
   */
  void check(List<KillLayout> queues, int[] kills) {
    expectNone("outcomes that nobody told", ledger.get(Entry.BAD));
    for (KillLayout queue : queues) {
      if (queue.direct()) {
        checkTaken(queue, kills[queue.consumer()]);
      } else {
        checkMoved(queue);
      }
    }
    expectNone("never put", without(seen, ledger.get(Entry.STARTED)));
    Set<String> refused = new TreeSet<>(ledger.get(Entry.REFUSED));
    refused.retainAll(seen);
    expectNone("refused, yet put", refused);
    expectNone("lost, doubled or half done", irregular);
    assertAll(checks);
  }

  private void expectNone(String what, Collection<String> items) {
    List<String> present = List.copyOf(items);
    checks.add(() -> assertEquals(List.of(), present, what));
  }

  private void checkMoved(KillLayout queue) {
    List<String> out = arrived.getOrDefault("out-" + queue.name(), List.of());
    List<String> audit = arrived.getOrDefault("audit-" + queue.name(), List.of());
    Set<String> wrong = new TreeSet<>(doubles(out));
    wrong.addAll(doubles(audit));
    wrong.addAll(without(out, audit));
    wrong.addAll(without(audit, out));
    wrong.addAll(
        without(ledger.get(Entry.ACKNOWLEDGED).stream().filter(queue::isOf).toList(), out));
    for (String item : wrong) {
      irregular.add(
          item + "(" + frequency(out, item) + " in out, " + frequency(audit, item) + " in audit)");
    }
    List<String> committed = ledger.get(Entry.MOVED).stream().filter(queue::isOf).toList();
    expectNone("committed, but not in out", without(committed, out));
    expectNone("committed, but not in audit", without(committed, audit));
    seen.addAll(out);
    seen.addAll(audit);
    expectNone("strayed", out.stream().filter(item -> !queue.isOf(item)).toList());
    if (queue.isOrdered()) {
      checks.add(() -> checkOrder(out.stream().filter(item -> !wrong.contains(item)).toList()));
    }
  }

  /**
   * What was taken outside of a transaction is lost with the only node that had it: at most one
   * item of its one consumer with each kill.
   */
  private void checkTaken(KillLayout queue, int kills) {
    List<String> taken = ledger.get(Entry.TAKEN).stream().filter(queue::isOf).toList();
    expectNone("taken twice out of " + queue.name(), doubles(taken));
    Set<String> lost =
        without(ledger.get(Entry.ACKNOWLEDGED).stream().filter(queue::isOf).toList(), taken);
    System.out.println(queue.name() + ": " + taken.size() + " taken, lost with takers: " + lost);
    checks.add(() -> assertTrue(lost.size() <= kills, () -> kills + " kills lost " + lost));
    seen.addAll(taken);
  }

  /** Items whose put nobody knows of may be anywhere, all others not. */
  private void checkOrder(List<String> out) {
    Set<String> acknowledged = new HashSet<>(ledger.get(Entry.ACKNOWLEDGED));
    Map<String, String> latest = new HashMap<>();
    for (String text : out) {
      if (acknowledged.contains(text)) {
        KillItem item = KillItem.parse(text);
        String before = latest.put(item.producer(), text);
        assertTrue(
            before == null || KillItem.parse(before).number() < item.number(),
            () -> before + " came before " + text + ", in " + around(out, text));
      }
    }
  }

  private static List<String> around(List<String> items, String item) {
    int at = items.indexOf(item);
    return items.subList(Math.max(0, at - 20), Math.min(items.size(), at + 20));
  }

  private static List<String> doubles(List<String> items) {
    Set<String> seen = new HashSet<>();
    return items.stream().filter(item -> !seen.add(item)).toList();
  }

  private static Set<String> without(Collection<String> some, Collection<String> others) {
    Set<String> rest = new TreeSet<>(some);
    rest.removeAll(new HashSet<>(others));
    return rest;
  }
}
