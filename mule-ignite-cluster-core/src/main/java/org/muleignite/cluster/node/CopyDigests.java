package org.muleignite.cluster.node;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import javax.cache.Cache;
import org.apache.ignite.Ignite;
import org.apache.ignite.IgniteCache;
import org.apache.ignite.cache.affinity.AffinityKey;
import org.apache.ignite.cache.query.QueryCursor;
import org.apache.ignite.cache.query.ScanQuery;

/**
 * What this node's own copy of a partition holds, as numbers of 64 bits that differ when the
 * contents do. Thread-safe; reads the whole copy each time.
 */
final class CopyDigests {

  private final Ignite ignite;

  CopyDigests(Ignite ignite) {
    this.ignite = ignite;
  }

  /** One number for all entries; 0 where there is none. Keeps none of them in memory. */
  long ofPartition(String cache, int partition) {
    AtomicLong sum = new AtomicLong();
    scan(cache, partition, entry -> sum.addAndGet(digest(entry)));
    return sum.get();
  }

  /** One number for each entry. */
  Map<AffinityKey<String>, Long> ofEntries(String cache, int partition) {
    Map<AffinityKey<String>, Long> digests = new HashMap<>();
    scan(cache, partition, entry -> digests.put(entry.getKey(), digest(entry)));
    return digests;
  }

  private void scan(
      String cache, int partition, Consumer<Cache.Entry<AffinityKey<String>, byte[]>> visitor) {
    IgniteCache<AffinityKey<String>, byte[]> entries = ignite.cache(cache);
    ScanQuery<AffinityKey<String>, byte[]> all = new ScanQuery<>();
    all.setPartition(partition).setLocal(true);
    try (QueryCursor<Cache.Entry<AffinityKey<String>, byte[]>> cursor = entries.query(all)) {
      cursor.forEach(visitor);
    }
  }

  private static long digest(Cache.Entry<AffinityKey<String>, byte[]> entry) {
    AffinityKey<String> key = entry.getKey();
    long digest = digest(1, key.key().getBytes(StandardCharsets.UTF_8));
    digest = digest(digest, ((String) key.affinityKey()).getBytes(StandardCharsets.UTF_8));
    return digest(digest, entry.getValue());
  }

  /** That of FNV-1a, and the length, so that the ends of key and value count. */
  private static long digest(long start, byte[] bytes) {
    long digest = (start ^ bytes.length) * 0x100000001b3L;
    for (byte b : bytes) {
      digest = (digest ^ b) * 0x100000001b3L;
    }
    return digest ^ digest >>> 32;
  }

  static byte[] encode(Map<AffinityKey<String>, Long> digests) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(digests.size());
      for (Map.Entry<AffinityKey<String>, Long> digest : digests.entrySet()) {
        write(out, digest.getKey().key());
        write(out, digest.getKey().affinityKey());
        out.writeLong(digest.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  static Map<AffinityKey<String>, Long> decode(byte[] bytes) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      int size = in.readInt();
      Map<AffinityKey<String>, Long> digests = new HashMap<>();
      for (int i = 0; i < size; i++) {
        AffinityKey<String> key = new AffinityKey<>(read(in), read(in));
        digests.put(key, in.readLong());
      }
      return digests;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Names may be longer than {@link DataOutputStream#writeUTF} takes. */
  private static void write(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static String read(DataInputStream in) throws IOException {
    byte[] bytes = new byte[in.readInt()];
    in.readFully(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
