package org.muleignite.tests.process;

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
import org.muleignite.tests.process.KillLedger.Entry;

/** Compares what arrived with what the ledgers say. */
final class KillVerdict {

  private final Map<Entry, List<String>> ledger;
  private final Map<String, List<String>> arrived = new HashMap<>();

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

  void check(List<KillLayout> queues) {
    assertEquals(List.of(), ledger.get(Entry.BAD), "outcomes that nobody told");
    Set<String> all = new HashSet<>();
    for (KillLayout queue : queues) {
      List<String> out = arrived.getOrDefault("out-" + queue.name(), List.of());
      List<String> audit = arrived.getOrDefault("audit-" + queue.name(), List.of());
      assertEquals(List.of(), doubles(out), "came twice out of " + queue.name());
      assertEquals(List.of(), doubles(audit), "came twice out of the audit of " + queue.name());
      assertEquals(new TreeSet<>(out), new TreeSet<>(audit), "half a transaction, " + queue.name());
      out.forEach(item -> assertEquals(queue.name(), KillItem.parse(item).queue()));
      if (queue.isOrdered()) {
        checkOrder(out);
      }
      all.addAll(out);
    }
    assertEquals(Set.of(), without(ledger.get(Entry.ACKNOWLEDGED), all), "acknowledged but lost");
    assertEquals(Set.of(), without(ledger.get(Entry.MOVED), all), "committed but lost");
    assertEquals(Set.of(), without(all, ledger.get(Entry.STARTED)), "never put");
    Set<String> refused = new TreeSet<>(ledger.get(Entry.REFUSED));
    refused.retainAll(all);
    assertEquals(Set.of(), refused, "refused, yet put");
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
