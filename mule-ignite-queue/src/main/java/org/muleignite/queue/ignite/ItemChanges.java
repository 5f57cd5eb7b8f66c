package org.muleignite.queue.ignite;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import javax.cache.processor.EntryProcessorResult;
import org.apache.ignite.IgniteCache;
import org.apache.ignite.cache.CachePeekMode;
import org.apache.ignite.cache.affinity.AffinityKey;
import org.muleignite.queue.rules.Area;
import org.muleignite.queue.rules.Change;
import org.muleignite.queue.rules.EntryKey;

/**
 * Changes items, each by itself, those that come together in one operation of the engine. Large
 * durable ones wait for each other. Thread-safe; does not wait for other nodes for anything else.
 */
final class ItemChanges {

  private final Map<Area, IgniteCache<AffinityKey<String>, byte[]>> caches;
  private final LargeChanges large;

  ItemChanges(Map<Area, IgniteCache<AffinityKey<String>, byte[]>> caches, LargeChanges large) {
    this.caches = caches;
    this.large = large;
  }

  /** See {@link org.muleignite.queue.rules.ItemStore#applyEach}. */
  CompletableFuture<boolean[]> apply(List<Change.Step> steps) {
    // Without retries of the engine's own: a second attempt would judge its own first one.
    IgniteCache<AffinityKey<String>, byte[]> cache =
        caches.get(steps.get(0).key().area()).withNoRetries();
    return large.inTurn(
        durableBytes(steps),
        () -> steps.size() == 1 ? one(cache, steps.get(0)) : some(cache, steps));
  }

  private long durableBytes(List<Change.Step> steps) {
    return steps.get(0).key().area() == Area.PERSISTENT
        ? steps.stream().mapToLong(this::bytesOf).sum()
        : 0;
  }

  /** See {@link org.muleignite.queue.rules.ItemStore#bytesOf}. */
  int bytesOf(Change.Step step) {
    if (step.bytes() > 0 || step.key().area() != Area.PERSISTENT) {
      return step.bytes();
    }
    byte[] present =
        caches
            .get(Area.PERSISTENT)
            .localPeek(
                IgniteItemStore.nativeKey(step.key()), CachePeekMode.PRIMARY, CachePeekMode.BACKUP);
    return present == null ? 0 : present.length;
  }

  /** See {@link org.muleignite.queue.rules.ItemStore#lengths}. */
  Map<EntryKey, Integer> lengths(List<EntryKey> items) {
    Map<AffinityKey<String>, EntryKey> keys = sorted();
    items.forEach(item -> keys.put(IgniteItemStore.nativeKey(item), item));
    Map<EntryKey, Integer> lengths = new HashMap<>();
    caches
        .get(items.get(0).area())
        .invokeAll(keys.keySet(), LengthProcessor.INSTANCE)
        .forEach((key, length) -> lengths.put(keys.get(key), length.get()));
    return lengths;
  }

  /** What is for one entry only costs the engine less. */
  private static CompletableFuture<boolean[]> one(
      IgniteCache<AffinityKey<String>, byte[]> cache, Change.Step step) {
    AffinityKey<String> key = IgniteItemStore.nativeKey(step.key());
    return Failures.outcomeLater(
            Failures.translated(() -> cache.invokeAsync(key, StepProcessor.of(step))))
        .thenApply(refused -> new boolean[] {refused == null});
  }

  private static CompletableFuture<boolean[]> some(
      IgniteCache<AffinityKey<String>, byte[]> cache, List<Change.Step> steps) {
    Map<AffinityKey<String>, StepProcessor> processors = sorted();
    steps.forEach(
        step -> processors.put(IgniteItemStore.nativeKey(step.key()), StepProcessor.of(step)));
    return Failures.outcomeLater(
            Failures.translated(() -> cache.<Boolean>invokeAllAsync(processors)))
        .thenApply(refused -> possible(steps, refused));
  }

  /** In the order of the keys, as the engine warns of any other map for several entries. */
  private static <T> Map<AffinityKey<String>, T> sorted() {
    return new TreeMap<>(Comparator.comparing(AffinityKey::key));
  }

  private static boolean[] possible(
      List<Change.Step> steps, Map<AffinityKey<String>, EntryProcessorResult<Boolean>> refused) {
    boolean[] possible = new boolean[steps.size()];
    for (int i = 0; i < possible.length; i++) {
      possible[i] = !refused.containsKey(IgniteItemStore.nativeKey(steps.get(i).key()));
    }
    return possible;
  }
}
