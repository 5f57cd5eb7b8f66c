package org.muleignite.objectstore.ignite;

import org.apache.ignite.Ignite;
import org.apache.ignite.events.CacheEvent;
import org.apache.ignite.events.EventType;
import org.apache.ignite.lang.IgnitePredicate;
import org.muleignite.objectstore.rules.Entry;
import org.muleignite.objectstore.rules.RemovedLately;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fills the {@link RemovedLately} of this node and a cache by events, because they come on backups
 * as well, unlike those of a query: what a primary removed in its last moments only its backups can
 * tell. Thread-safe, never blocks.
 */
final class RemovalNotes {

  private static final Logger LOGGER = LoggerFactory.getLogger(RemovalNotes.class);

  private final String cache;
  private final RemovedLately removed;

  private RemovalNotes(String cache, RemovedLately removed) {
    this.cache = cache;
    this.removed = removed;
  }

  /** Begins to note; never ends before the node does. */
  static RemovedLately begin(Ignite ignite, String cache) {
    ignite.events().enableLocal(EventType.EVT_CACHE_OBJECT_REMOVED);
    RemovedLately removed = new RemovedLately(System.nanoTime());
    IgnitePredicate<CacheEvent> notes = new RemovalNotes(cache, removed)::note;
    ignite.events().localListen(notes, EventType.EVT_CACHE_OBJECT_REMOVED);
    return removed;
  }

  /** Runs while the entry is locked, so a failure of ours must not reach the engine. */
  private boolean note(CacheEvent event) {
    try {
      if (event.oldValue() instanceof byte[] && event.cacheName().equals(cache)) {
        removed.note(Entry.header((byte[]) event.oldValue()), System.nanoTime());
      }
    } catch (RuntimeException e) {
      LOGGER.error("A removal from {} was not noted.", cache, e);
    }
    return true;
  }
}
