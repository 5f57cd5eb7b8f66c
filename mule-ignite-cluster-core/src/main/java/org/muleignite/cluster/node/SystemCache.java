package org.muleignite.cluster.node;

import org.apache.ignite.Ignite;
import org.apache.ignite.IgniteCache;
import org.apache.ignite.transactions.Transaction;
import org.apache.ignite.transactions.TransactionConcurrency;
import org.apache.ignite.transactions.TransactionIsolation;
import org.muleignite.cluster.api.CacheSpec;

/**
 * The small durable cache of facts about the cluster itself, with a copy on every node: at present
 * the number that each node was given. Thread-safe; each method is one short transaction.
 */
public final class SystemCache {

  public static final CacheSpec SPEC = CacheSpec.persistent("system");

  private static final String NUMBERS = "node-numbers";
  private static final String NUMBER_OF = "node-number/";

  private final Ignite ignite;

  SystemCache(Ignite ignite) {
    this.ignite = ignite;
  }

  /**
   * The number of a node, given at its first start and kept for ever: unique in the cluster,
   * counted from 1.
   *
   * @param nodeId the stable id of the node
   */
  int numberOf(String nodeId) {
    IgniteCache<String, Integer> cache = ignite.cache(SPEC.name());
    try (Transaction tx =
        ignite
            .transactions()
            .txStart(TransactionConcurrency.PESSIMISTIC, TransactionIsolation.REPEATABLE_READ)) {
      // Locks the counter first, so that two joining nodes never draw the same number.
      Integer last = cache.get(NUMBERS);
      Integer known = cache.get(NUMBER_OF + nodeId);
      if (known != null) {
        return known;
      }
      int next = last == null ? 1 : last + 1;
      cache.put(NUMBERS, next);
      cache.put(NUMBER_OF + nodeId, next);
      tx.commit();
      return next;
    }
  }
}
