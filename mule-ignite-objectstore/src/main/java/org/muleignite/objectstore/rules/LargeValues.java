package org.muleignite.objectstore.rules;

import static java.util.stream.Collectors.toList;
import static java.util.stream.Collectors.toSet;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.muleignite.cluster.api.ClusterException;
import org.muleignite.cluster.api.Membership;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Values of any size in entries of bounded size, because the engine's log, its messages and every
 * copy on the way hold an entry as a whole.
 *
 * <p>A value above {@value #CHUNK_BYTES} bytes is written in chunks first, then the entry that
 * refers to them: this is when it is stored. It is read before that entry is removed, and its
 * chunks go last; nobody else touches them, so single-key operations stay linearizable. A crash in
 * between leaves chunks that nobody refers to; {@link #removeOrphans} removes them once their
 * writer is gone.
 *
 * <p>Thread-safe; blocks and fails as {@link StorePort} does.
 */
final class LargeValues {

  static final int CHUNK_BYTES = 1 << 20;

  private static final Logger LOGGER = LoggerFactory.getLogger(LargeValues.class);

  /** Bounds what is on its way besides the value itself. */
  private static final int READ_BATCH = 8;

  private final StorePort entries;
  private final Membership membership;

  LargeValues(StorePort entries, Membership membership) {
    this.entries = entries;
    this.membership = membership;
  }

  /** See {@link StorePort#putIfAbsent}. */
  boolean store(PartitionId partition, String key, Stamp stamp, byte[] value) {
    if (value.length <= CHUNK_BYTES) {
      return entries.putIfAbsent(partition, key, Entry.of(stamp, value));
    }
    if (entries.contains(partition, key)) {
      return false;
    }
    removeOrphans(partition);
    int chunks = (value.length - 1) / CHUNK_BYTES + 1;
    writeChunks(partition, stamp, value, chunks);
    // If this fails nobody knows whether the entry is there: the chunks have to stay.
    boolean stored =
        entries.putIfAbsent(partition, key, Entry.chunked(stamp, chunks, value.length));
    if (!stored) {
      removeChunks(partition, stamp, chunks);
    }
    return stored;
  }

  private void writeChunks(PartitionId partition, Stamp stamp, byte[] value, int chunks) {
    for (int chunk = 0; chunk < chunks; chunk++) {
      int from = chunk * CHUNK_BYTES;
      int length = Math.min(CHUNK_BYTES, value.length - from);
      try {
        entries.putIfAbsent(
            partition.chunks(), chunkKey(stamp, chunk), Entry.of(stamp, value, from, length));
      } catch (RuntimeException e) {
        removeChunks(partition, stamp, chunk + 1);
        throw e;
      }
    }
  }

  /**
   * The entry with its value in it; null if it is gone by now. An entry whose chunks are missing is
   * returned as it is: it is unreadable.
   */
  byte[] whole(PartitionId partition, String key, byte[] entry) {
    byte[] present = entry;
    while (present != null && Entry.isChunked(present)) {
      byte[] whole = read(partition, present);
      if (whole != null) {
        return whole;
      }
      byte[] again = entries.get(partition, Collections.singleton(key)).get(key);
      if (again != null && Entry.hasHeader(again, Entry.header(present))) {
        return present;
      }
      present = again;
    }
    return present;
  }

  /** The entry with its value in it; null if chunks are missing. */
  private byte[] read(PartitionId partition, byte[] entry) {
    Stamp stamp = stampOf(entry);
    byte[] whole = Entry.of(stamp, new byte[Entry.chunkedLength(entry)]);
    int chunks = Entry.chunks(entry);
    for (int from = 0; from < chunks; from += READ_BATCH) {
      List<String> keys = chunkKeys(stamp, from, Math.min(chunks, from + READ_BATCH));
      Map<String, byte[]> found = entries.get(partition.chunks(), keys);
      for (int i = 0; i < keys.size(); i++) {
        byte[] chunk = found.get(keys.get(i));
        if (chunk == null) {
          return null;
        }
        int at = Entry.HEADER + (from + i) * CHUNK_BYTES;
        System.arraycopy(chunk, Entry.HEADER, whole, at, chunk.length - Entry.HEADER);
      }
    }
    return whole;
  }

  /**
   * Removes the entry of the key and returns it with its value in it; null if there is none.
   *
   * @param begin see {@link StorePort#removeUnlessChunked}
   */
  byte[] remove(PartitionId partition, String key, Stamp begin) {
    while (true) {
      byte[] entry = entries.removeUnlessChunked(partition, key, begin);
      if (entry == null || !Entry.isChunked(entry)) {
        return entry;
      }
      byte[] whole = read(partition, entry);
      if (removeChunked(partition, key, entry)) {
        return whole == null ? entry : whole;
      }
    }
  }

  /** See {@link StorePort#removeExactly}. */
  int removeExactly(PartitionId partition, Collection<Mark> marks) {
    int removed =
        entries.removeExactly(
            partition, marks.stream().filter(mark -> !mark.isChunked()).collect(toList()));
    for (Mark mark : marks) {
      if (mark.isChunked()) {
        byte[] entry = entries.get(partition, Collections.singleton(mark.key())).get(mark.key());
        boolean same = entry != null && Entry.hasHeader(entry, mark.header());
        removed += same && removeChunked(partition, mark.key(), entry) ? 1 : 0;
      }
    }
    return removed;
  }

  private boolean removeChunked(PartitionId partition, String key, byte[] entry) {
    if (!entries.removeOne(partition, Mark.of(key, entry))) {
      return false;
    }
    removeChunks(partition, stampOf(entry), Entry.chunks(entry));
    return true;
  }

  /** What fails here is left for {@link #removeOrphans}: the operation itself is done. */
  private void removeChunks(PartitionId partition, Stamp stamp, int chunks) {
    byte[] header = Entry.header(false, stamp);
    List<Mark> marks =
        chunkKeys(stamp, 0, chunks).stream()
            .map(key -> new Mark(key, header, CHUNK_BYTES))
            .collect(toList());
    try {
      entries.removeExactly(partition.chunks(), marks);
    } catch (ClusterException e) {
      LOGGER.warn(
          "Up to {} MB of a removed value of object store {} stay until a later large value or a"
              + " purge removes them: {}",
          chunks,
          partition,
          e.getMessage());
    }
  }

  /**
   * Removes the chunks to which no entry refers and whose writer is gone.
   *
   * @return how many
   */
  int removeOrphans(PartitionId partition) {
    List<Mark> chunks = entries.list(partition.chunks());
    if (chunks.isEmpty()) {
      return 0;
    }
    // In this order: a writer that is gone by now has stored its entry before the second listing
    // or never will. A change, even of nothing, waits until the engine has settled what it left.
    Set<Long> writers = membership.members().stream().map(StampSource::originOf).collect(toSet());
    entries.removeOne(partition.chunks(), Mark.of("none", new byte[0]));
    Set<Stamp> referred =
        entries.list(partition).stream()
            .filter(Mark::isChunked)
            .map(mark -> mark.stamp().get().first())
            .collect(toSet());
    chunks.removeIf(chunk -> !isOrphan(chunk, writers, referred));
    return entries.removeExactly(partition.chunks(), chunks);
  }

  private static boolean isOrphan(Mark chunk, Set<Long> writers, Set<Stamp> referred) {
    return chunk
        .stamp()
        .filter(stamp -> !writers.contains(stamp.origin()) && !referred.contains(stamp))
        .isPresent();
  }

  /** The stamp that the chunks are named after. */
  private static Stamp stampOf(byte[] entry) {
    return Entry.stamp(Entry.header(entry)).get().first();
  }

  private static List<String> chunkKeys(Stamp stamp, int from, int to) {
    List<String> keys = new ArrayList<>();
    for (int chunk = from; chunk < to; chunk++) {
      keys.add(chunkKey(stamp, chunk));
    }
    return keys;
  }

  private static String chunkKey(Stamp stamp, int chunk) {
    return stamp.text() + '/' + chunk;
  }
}
