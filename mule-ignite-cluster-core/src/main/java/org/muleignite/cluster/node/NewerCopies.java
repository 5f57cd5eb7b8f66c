package org.muleignite.cluster.node;

import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.cache.processor.EntryProcessorResult;
import org.apache.ignite.Ignite;
import org.apache.ignite.IgniteCache;
import org.apache.ignite.cache.CacheAtomicityMode;
import org.apache.ignite.cache.affinity.Affinity;
import org.apache.ignite.cache.affinity.AffinityKey;
import org.apache.ignite.cluster.ClusterState;
import org.apache.ignite.configuration.CacheConfiguration;
import org.muleignite.cluster.api.ClusterThreads;
import org.muleignite.cluster.api.NodeMessenger;
import org.muleignite.cluster.membership.IgniteMembership;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whenever a node has left, makes the copies of durable atomic caches of those who stay count as
 * newer than its own, before anything is acknowledged without it. Ignite compares copies by the
 * number of changes that each has counted, and a node that dies in the middle of changes has
 * counted some that no other copy has: without this its copy could pass for as new as those in
 * which others were acknowledged instead.
 *
 * <p>The oldest member does it, once every other member that acts has asked it to, and so has seen
 * the departure: a node that was cut off is not asked, and does nothing to its copies. Until it is
 * done, {@link IgniteMembership#confirmMember} waits. One thread of its own.
 */
final class NewerCopies {

  private static final Logger LOGGER = LoggerFactory.getLogger(NewerCopies.class);
  private static final String SERVICE = "copies.newer";
  private static final long RETRY_MILLIS = 200;

  private final Ignite ignite;
  private final IgniteMembership membership;
  private final NodeMessenger messenger;
  private final Collection<String> caches;
  private final ScheduledExecutorService thread = ClusterThreads.single("copies");

  /** What the others have asked last; of the thread only, like what follows. */
  private final Map<UUID, Question> questions = new HashMap<>();

  private UUID askedNode;
  private long askedVersion;

  /**
   * @param caches the durable atomic ones
   */
  NewerCopies(
      Ignite ignite,
      IgniteMembership membership,
      NodeMessenger messenger,
      Collection<String> caches) {
    this.ignite = ignite;
    this.membership = membership;
    this.messenger = messenger;
    this.caches = caches;
  }

  /** To be called before the node receives messages. */
  void start() {
    if (caches.isEmpty()) {
      return;
    }
    membership.settledView().awaitCopies();
    messenger.serve(SERVICE, this::asked);
    membership.onChange(change -> look());
  }

  void stop() {
    ClusterThreads.stop(thread);
  }

  private CompletableFuture<byte[]> asked(UUID sender, byte[] question) {
    CompletableFuture<byte[]> answer = new CompletableFuture<>();
    long version = ByteBuffer.wrap(question).getLong();
    onThread(
        () -> {
          questions.put(sender, new Question(version, answer));
          lookNow();
        });
    return answer;
  }

  /** Does, or asks for, what is to be done; to be called when the data can be used. */
  void look() {
    if (!caches.isEmpty()) {
      onThread(this::lookNow);
    }
  }

  private void onThread(Runnable task) {
    try {
      thread.execute(task);
    } catch (RejectedExecutionException e) {
      LOGGER.debug("The node is stopping.", e);
    }
  }

  private void lookAgain() {
    try {
      thread.schedule(this::lookNow, RETRY_MILLIS, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      LOGGER.debug("The node is stopping.", e);
    }
  }

  private void lookNow() {
    long version = membership.settledView().departure();
    if (!membership.isOldest()) {
      ask(membership.members().get(0), version);
      return;
    }
    if (!membership.settledView().isSettled(version) && mayRaise(version)) {
      try {
        caches.forEach(this::raise);
        membership.settledView().settle(version);
      } catch (RuntimeException e) {
        LOGGER.debug("The copies of the members do not count as newer yet; trying again.", e);
        lookAgain();
      }
    }
    answer();
  }

  private boolean mayRaise(long version) {
    questions.keySet().retainAll(membership.members());
    return membership.hasQuorum()
        && ignite.cluster().state() == ClusterState.ACTIVE
        && membership.actingPeers().stream()
            .allMatch(
                peer -> questions.containsKey(peer) && questions.get(peer).version >= version);
  }

  private void raise(String name) {
    IgniteCache<AffinityKey<String>, byte[]> cache = ignite.cache(name);
    if (cache.getConfiguration(CacheConfiguration.class).getAtomicityMode()
        != CacheAtomicityMode.ATOMIC) {
      // As it was first stored, by whichever version: numbers belong to transactions there.
      return;
    }
    // Nobody can change those.
    Set<Integer> lost = new HashSet<>(cache.lostPartitions());
    cache
        .invokeAll(onePerPartition(ignite.affinity(name), lost), new RaiseCounter(name))
        .values()
        .forEach(EntryProcessorResult::get);
  }

  /** A key of each partition, of which there is never an entry. */
  private static Set<AffinityKey<String>> onePerPartition(
      Affinity<Object> affinity, Set<Integer> without) {
    Set<Integer> found = new HashSet<>(without);
    Set<AffinityKey<String>> keys =
        new TreeSet<>(Comparator.comparing(key -> (Integer) key.affinityKey()));
    for (int i = 0; found.size() < affinity.partitions(); i++) {
      AffinityKey<String> key = new AffinityKey<>("newer", i);
      if (found.add(affinity.partition(key))) {
        keys.add(key);
      }
    }
    return keys;
  }

  /** Those who know no more than this node. */
  private void answer() {
    for (Question question : questions.values()) {
      if (membership.settledView().isSettled(question.version)) {
        question.answer.complete(new byte[0]);
      } else if (membership.settledView().isSettled(0)) {
        // Only this node has not seen that version yet.
        lookAgain();
      }
    }
  }

  private void ask(UUID oldest, long version) {
    if (oldest.equals(askedNode) && version <= askedVersion) {
      return;
    }
    askedNode = oldest;
    askedVersion = version;
    byte[] question = ByteBuffer.allocate(Long.BYTES).putLong(version).array();
    messenger
        .request(oldest, SERVICE, question)
        .whenComplete((done, failure) -> onThread(() -> answered(version, failure)));
  }

  private void answered(long version, Throwable failure) {
    if (failure == null) {
      membership.settledView().settle(version);
      answer();
    } else {
      LOGGER.debug("The oldest member did not answer whose copies are newest.", failure);
      askedNode = null;
      lookAgain();
    }
  }

  private static final class Question {

    private final long version;
    private final CompletableFuture<byte[]> answer;

    Question(long version, CompletableFuture<byte[]> answer) {
      this.version = version;
      this.answer = answer;
    }
  }
}
