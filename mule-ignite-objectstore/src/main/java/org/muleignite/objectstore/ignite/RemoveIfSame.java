package org.muleignite.objectstore.ignite;

import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.cache.processor.EntryProcessor;
import javax.cache.processor.EntryProcessorResult;
import javax.cache.processor.MutableEntry;
import org.apache.ignite.IgniteCache;
import org.apache.ignite.cache.affinity.AffinityKey;
import org.muleignite.objectstore.rules.Entry;

/**
 * Removes an entry if it has exactly this header; answers whether it did. Runs at the entry's
 * primary, while it is locked; has the same effect however often it runs.
 */
final class RemoveIfSame
    implements EntryProcessor<AffinityKey<String>, byte[], Boolean>, Serializable {

  private static final long serialVersionUID = 1L;

  private final byte[] header;

  RemoveIfSame(byte[] header) {
    this.header = header;
  }

  /** Removes all entries with these headers; answers how many. */
  static int fromAll(
      String what,
      IgniteCache<AffinityKey<String>, byte[]> cache,
      Map<AffinityKey<String>, byte[]> headers) {
    Map<AffinityKey<String>, RemoveIfSame> removals = new LinkedHashMap<>();
    headers.forEach((key, header) -> removals.put(key, new RemoveIfSame(header)));
    int removed = 0;
    for (EntryProcessorResult<Boolean> result :
        EngineCalls.write(what, () -> cache.<Boolean>invokeAll(removals)).values()) {
      removed += result.get() ? 1 : 0;
    }
    return removed;
  }

  @Override
  public Boolean process(MutableEntry<AffinityKey<String>, byte[]> entry, Object... unused) {
    byte[] present = entry.getValue();
    if (present == null || !Entry.hasHeader(present, header)) {
      return false;
    }
    entry.remove();
    return true;
  }
}
