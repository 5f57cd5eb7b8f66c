package org.muleignite.cluster.node;

import javax.cache.CacheException;
import org.apache.ignite.Ignite;
import org.apache.ignite.IgniteCache;
import org.apache.ignite.IgniteException;
import org.apache.ignite.cluster.ClusterNode;
import org.apache.ignite.cluster.ClusterTopologyException;
import org.apache.ignite.lang.IgniteFuture;
import org.apache.ignite.transactions.Transaction;
import org.apache.ignite.transactions.TransactionConcurrency;
import org.apache.ignite.transactions.TransactionIsolation;
import org.muleignite.cluster.api.CacheSpec;
import org.muleignite.cluster.api.Causes;
import org.muleignite.cluster.api.ClusterException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The small durable cache of facts about the cluster itself, with a copy on every node: at present
 * the number that each node was given. Thread-safe; each method is one short transaction.
 */
public final class SystemCache {

  public static final CacheSpec SPEC = CacheSpec.persistent("system");

  private static final String LAST_NUMBER = "node-numbers";
  private static final String NUMBER_OF = "node-number/";
  private static final String HOLDER_OF = "node-number-holder/";

  /** How often nodes may leave while one number is drawn. */
  private static final int TRIES = 10;

  private static final Logger LOG = LoggerFactory.getLogger(SystemCache.class);

  private final Ignite ignite;

  SystemCache(Ignite ignite) {
    this.ignite = ignite;
  }

  /**
   * The number of a node, given at its first start and kept for ever: unique in the cluster,
   * counted from 1 where the operator chose none. When another node leaves meanwhile, waits until
   * others have taken over, and draws again.
   *
   * @param nodeId the stable id of the node
   * @param chosen the number that the operator chose; 0: none
   * @throws ClusterException when another member has the chosen number
   */
  int numberOf(String nodeId, int chosen) {
    for (int left = TRIES - 1; ; left--) {
      try {
        return draw(nodeId, chosen);
      } catch (CacheException | IgniteException e) {
        IgniteFuture<?> settled = settled(e);
        if (settled == null || left == 0) {
          throw e;
        }
        LOG.debug("A node left while the number of {} was drawn", nodeId, e);
        settled.get();
      }
    }
  }

  /** Completes when it can be tried again; null when a departure was not the cause. */
  private static IgniteFuture<?> settled(Throwable failure) {
    ClusterTopologyException departure = Causes.find(failure, ClusterTopologyException.class);
    return departure == null ? null : departure.retryReadyFuture();
  }

  private int draw(String nodeId, int chosen) {
    IgniteCache<String, Integer> numbers = ignite.cache(SPEC.name());
    IgniteCache<String, String> holders = ignite.cache(SPEC.name());
    try (Transaction tx =
        ignite
            .transactions()
            .txStart(TransactionConcurrency.PESSIMISTIC, TransactionIsolation.REPEATABLE_READ)) {
      // Locks the counter first, so that two joining nodes never draw the same number.
      Integer last = numbers.get(LAST_NUMBER);
      Integer known = numbers.get(NUMBER_OF + nodeId);
      if (known != null && (chosen == 0 || chosen == known)) {
        return known;
      }
      int number = chosen;
      if (chosen == 0) {
        number = firstFree(holders, last == null ? 1 : last + 1);
        numbers.put(LAST_NUMBER, number);
      } else {
        numbers.put(LAST_NUMBER, last == null ? 0 : last);
        takeFrom(holders.get(HOLDER_OF + chosen), chosen);
      }
      if (known != null) {
        holders.remove(HOLDER_OF + known);
      }
      numbers.put(NUMBER_OF + nodeId, number);
      holders.put(HOLDER_OF + number, nodeId);
      tx.commit();
      return number;
    }
  }

  private static int firstFree(IgniteCache<String, String> holders, int first) {
    int number = first;
    while (holders.containsKey(HOLDER_OF + number)) {
      number++;
    }
    return number;
  }

  /** One that is away gets another number when it comes back. */
  private void takeFrom(String holder, int number) {
    if (holder == null) {
      return;
    }
    for (ClusterNode member : ignite.cluster().forServers().nodes()) {
      if (member.consistentId().equals(holder)) {
        throw new ClusterException(
            "mule-ignite setting 'nodeId' is "
                + number
                + ", the number that node "
                + holder
                + " at "
                + member.addresses()
                + " was given: set another one.");
      }
    }
    ignite.cache(SPEC.name()).remove(NUMBER_OF + holder);
  }
}
