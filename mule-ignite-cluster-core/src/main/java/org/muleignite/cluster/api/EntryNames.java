package org.muleignite.cluster.api;

import java.io.Serializable;

/**
 * Tells of which queue or store the entries of a cache are, so that an operator can say for some of
 * them on how many nodes they are kept. Stateless, never blocks; an enum of one constant, as it is
 * stored with the cache.
 */
public interface EntryNames extends Serializable {

  /**
   * The name as logs and JMX show it, with the artifact in front: {@code app/orders/invoices}.
   *
   * @param affinity of the key of an entry
   * @return null for what belongs to no single queue or store: that is kept as safely as the safest
   */
  String nameOf(String affinity);
}
