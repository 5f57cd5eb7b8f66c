package org.muleignite.cluster.node;

import static java.util.stream.Collectors.toList;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.apache.ignite.Ignite;
import org.apache.ignite.IgniteCache;
import org.apache.ignite.cache.affinity.Affinity;
import org.apache.ignite.cache.affinity.AffinityKey;
import org.apache.ignite.cluster.ClusterNode;
import org.muleignite.cluster.api.ClusterException;
import org.muleignite.cluster.api.ClusterThreads;
import org.muleignite.cluster.api.Membership;
import org.muleignite.cluster.api.NodeGoneException;
import org.muleignite.cluster.api.NodeMessenger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the copies of durable atomic caches equal after several of them have come from the disks of
 * nodes that ended at about the same time: of a change that was under way then, one may have it and
 * another one not, and their numbers of changes need not tell. What the primary has counts, and
 * nobody is told anything before all are compared.
 *
 * <p>Each node reads the copies of which it is the primary and has the others read theirs; entries
 * are sent only where a partition differs. A node that joins others is the primary of nothing yet,
 * so this costs it nothing.
 */
final class CopyComparison {

  private static final Logger LOGGER = LoggerFactory.getLogger(CopyComparison.class);

  private static final String DIGEST = "copies.digest";
  private static final String ENTRIES = "copies.entries";
  private static final String COMPARED = "copies.compared";
  private static final String AGAIN = "copies.compare-again";

  /** More than it takes to read the copies of one node several times. */
  private static final Duration REPETITION = Duration.ofHours(1);

  private final Ignite ignite;
  private final Membership membership;
  private final NodeMessenger messenger;
  private final Collection<String> caches;
  private final CopyDigests digests;
  private final CompletableFuture<byte[]> compared = new CompletableFuture<>();
  private final ExecutorService threads = ClusterThreads.cached("comparison");

  /**
   * @param caches the durable atomic ones
   */
  CopyComparison(
      Ignite ignite, Membership membership, NodeMessenger messenger, Collection<String> caches) {
    this.ignite = ignite;
    this.membership = membership;
    this.messenger = messenger;
    this.caches = caches;
    this.digests = new CopyDigests(ignite);
  }

  /** To be called before the node receives messages. */
  void start() {
    messenger.serve(COMPARED, (sender, nothing) -> compared);
    messenger.serve(DIGEST, (sender, copy) -> read(Copy.decode(copy), this::digest));
    messenger.serve(ENTRIES, (sender, copy) -> read(Copy.decode(copy), this::entries));
    messenger.serve(
        AGAIN, (sender, nothing) -> CompletableFuture.supplyAsync(this::again, threads));
  }

  void stop() {
    ClusterThreads.stop(threads);
  }

  /**
   * Blocks until all members have compared the copies of which they are the primaries.
   *
   * @param deadline as {@link System#nanoTime}
   * @throws ClusterException when that takes longer
   */
  void awaitAll(long deadline) {
    compareOwn(deadline);
    compared.complete(new byte[0]);
    for (UUID member : membership.members()) {
      ask(member, COMPARED, new byte[0], deadline);
    }
  }

  /** Has all members compare theirs once more; for copies that have come back into use. */
  void repeatAll() {
    membership.members().forEach(member -> messenger.tell(member, AGAIN, new byte[0]));
  }

  private byte[] again() {
    compareOwn(System.nanoTime() + REPETITION.toNanos());
    return new byte[0];
  }

  private void compareOwn(long deadline) {
    long version;
    do {
      // While nodes come or go, copies may have other primaries than those who compared them.
      version = ignite.cluster().topologyVersion();
      for (String cache : caches) {
        compareOwn(cache, deadline);
      }
    } while (version != ignite.cluster().topologyVersion());
  }

  private void compareOwn(String cache, long deadline) {
    Affinity<Object> affinity = ignite.affinity(cache);
    Set<Integer> lost = new HashSet<>(ignite.cache(cache).lostPartitions());
    for (int partition : affinity.primaryPartitions(ignite.cluster().localNode())) {
      List<UUID> others =
          affinity.mapPartitionToPrimaryAndBackups(partition).stream()
              .filter(node -> !node.isLocal())
              .map(ClusterNode::id)
              .collect(toList());
      if (!others.isEmpty() && !lost.contains(partition)) {
        compare(new Copy(cache, partition), others, deadline);
      }
    }
  }

  private void compare(Copy copy, List<UUID> others, long deadline) {
    byte[] own = digest(copy);
    for (UUID other : others) {
      byte[] theirs = ask(other, DIGEST, copy.encode(), deadline);
      if (theirs.length > 0 && !ByteBuffer.wrap(theirs).equals(ByteBuffer.wrap(own))) {
        align(copy, ask(other, ENTRIES, copy.encode(), deadline));
      }
    }
  }

  private void align(Copy copy, byte[] entries) {
    if (entries.length == 0) {
      return;
    }
    Map<AffinityKey<String>, Long> theirs = CopyDigests.decode(entries);
    Map<AffinityKey<String>, Long> own = digests.ofEntries(copy.cache, copy.partition);
    Set<AffinityKey<String>> differing = new HashSet<>(own.keySet());
    differing.addAll(theirs.keySet());
    differing.removeIf(key -> Objects.equals(own.get(key), theirs.get(key)));
    IgniteCache<AffinityKey<String>, byte[]> cache = ignite.cache(copy.cache);
    differing.forEach(key -> cache.invoke(key, AlignCopies.INSTANCE));
    LOGGER.info(
        "{} entries of {} that were being changed when nodes ended are the same on all copies now.",
        differing.size(),
        copy);
  }

  /** Empty where the copy is not complete: then it is filled from others anyway. */
  private CompletableFuture<byte[]> read(Copy copy, Function<Copy, byte[]> reading) {
    return CompletableFuture.supplyAsync(
        () ->
            new LocalPartitions(ignite, copy.cache).isComplete(copy.partition)
                ? reading.apply(copy)
                : new byte[0],
        threads);
  }

  private byte[] digest(Copy copy) {
    long digest = digests.ofPartition(copy.cache, copy.partition);
    return ByteBuffer.allocate(Long.BYTES).putLong(digest).array();
  }

  private byte[] entries(Copy copy) {
    return CopyDigests.encode(digests.ofEntries(copy.cache, copy.partition));
  }

  /** The answer; empty when the node has left. */
  private byte[] ask(UUID node, String service, byte[] question, long deadline) {
    try {
      return messenger
          .request(node, service, question)
          .get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof NodeGoneException) {
        return new byte[0];
      }
      throw new ClusterException("The copies of durable data could not be compared", e.getCause());
    } catch (TimeoutException e) {
      throw new ClusterException(
          "The copies of durable data could not be compared within 'startTimeoutSeconds'", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClusterException("Interrupted while the copies of durable data are compared", e);
    }
  }

  /** A partition of a cache. Immutable. */
  private static final class Copy {

    private final String cache;
    private final int partition;

    Copy(String cache, int partition) {
      this.cache = cache;
      this.partition = partition;
    }

    byte[] encode() {
      byte[] name = cache.getBytes(StandardCharsets.UTF_8);
      return ByteBuffer.allocate(Integer.BYTES + name.length).putInt(partition).put(name).array();
    }

    static Copy decode(byte[] bytes) {
      int partition = ByteBuffer.wrap(bytes).getInt();
      int prefix = Integer.BYTES;
      return new Copy(
          new String(bytes, prefix, bytes.length - prefix, StandardCharsets.UTF_8), partition);
    }

    @Override
    public String toString() {
      return "partition " + partition + " of " + cache;
    }
  }
}
