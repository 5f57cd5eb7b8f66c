package org.muleignite.cluster.api;

import org.apache.ignite.Ignite;
import org.muleignite.cluster.config.ClusterSettings;

/**
 * What the started node offers to the service modules. Valid from {@link ServiceModule#start} to
 * {@link ServiceModule#stop}. Thread-safe.
 */
public interface ClusterContext {

  ClusterSettings settings();

  /** The engine; service modules reach it only from their Ignite-facing adapters. */
  Ignite ignite();

  NodeMessenger messenger();

  Membership membership();

  ClusterClock clock();
}
