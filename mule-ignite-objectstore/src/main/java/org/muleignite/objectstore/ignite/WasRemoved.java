package org.muleignite.objectstore.ignite;

import org.apache.ignite.Ignite;
import org.apache.ignite.lang.IgniteCallable;
import org.apache.ignite.resources.IgniteInstanceResource;
import org.muleignite.objectstore.rules.RemovedLately;

/**
 * Asks the primary of an entry whether it saw it removed lately; null when it cannot know, because
 * it has not been watching for long enough.
 */
final class WasRemoved implements IgniteCallable<Boolean> {

  private static final long serialVersionUID = 1L;

  private final String cache;
  private final byte[] header;
  private final long withinNanos;

  @IgniteInstanceResource private transient Ignite ignite;

  WasRemoved(String cache, byte[] header, long withinNanos) {
    this.cache = cache;
    this.header = header;
    this.withinNanos = withinNanos;
  }

  @Override
  public Boolean call() {
    RemovedLately removed = LocalIndexes.of(ignite, cache).removedLately();
    long now = System.nanoTime();
    return removed.covers(withinNanos, now) ? (Boolean) removed.contains(header, now) : null;
  }
}
