package org.muleignite.objectstore.ignite;

import org.muleignite.cluster.api.EntryNames;
import org.muleignite.objectstore.rules.PartitionId;

/** The affinity of an entry begins with the Mule partition that it belongs to. Stateless. */
public enum StoreNames implements EntryNames {
  OF_STORES;

  @Override
  public String nameOf(String affinity) {
    return PartitionId.decode(affinity).withoutChunks().path();
  }
}
