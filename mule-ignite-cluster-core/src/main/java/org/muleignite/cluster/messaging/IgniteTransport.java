package org.muleignite.cluster.messaging;

import static java.util.stream.Collectors.toList;

import java.util.Collection;
import java.util.UUID;
import java.util.concurrent.RejectedExecutionException;
import org.apache.ignite.Ignite;
import org.apache.ignite.IgniteCheckedException;
import org.apache.ignite.IgniteException;
import org.apache.ignite.cluster.ClusterNode;
import org.apache.ignite.internal.GridKernalContext;
import org.apache.ignite.internal.IgniteEx;
import org.apache.ignite.internal.managers.communication.GridIoPolicy;
import org.apache.ignite.internal.processors.cache.CacheObjectByteArrayImpl;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@link Transport} over Ignite's own messages between nodes. Thread-safe; a first message to a
 * node waits for the connection.
 *
 * <p>Uses internals of Ignite: its public messages always change to a thread of its public pool.
 */
public final class IgniteTransport implements Transport {

  private static final Logger LOGGER = LoggerFactory.getLogger(IgniteTransport.class);
  private static final String TOPIC = "mule-ignite";

  private final Ignite ignite;
  private final GridKernalContext kernal;

  public IgniteTransport(Ignite ignite) {
    this.ignite = ignite;
    this.kernal = ((IgniteEx) ignite).context();
  }

  @Override
  public UUID localNode() {
    return ignite.cluster().localNode().id();
  }

  @Override
  public Collection<UUID> others() {
    return ignite.cluster().forServers().forRemotes().nodes().stream()
        .map(ClusterNode::id)
        .collect(toList());
  }

  @Override
  public boolean send(UUID node, byte[] bytes, boolean atOnce) {
    // Fails when Ignite has stopped, and holds up its stop until this has left.
    kernal.gateway().readLock();
    try {
      ClusterNode target = ignite.cluster().node(node);
      if (target == null) {
        return false;
      }
      byte policy = atOnce ? GridIoPolicy.CALLER_THREAD : GridIoPolicy.PUBLIC_POOL;
      kernal.io().sendToCustomTopic(target, TOPIC, new CacheObjectByteArrayImpl(bytes), policy);
      return true;
    } catch (IgniteCheckedException | IgniteException e) {
      // A departure shows up here before its event does; whoever waits learns of it by the event.
      LOGGER.debug("Message to node {} was not sent.", node, e);
      return ignite.cluster().node(node) != null;
    } finally {
      kernal.gateway().readUnlock();
    }
  }

  @Override
  public void receive(Receiver receiver) {
    kernal
        .io()
        .addMessageListener(
            TOPIC,
            (sender, message, policy) ->
                receiver.accept(
                    sender,
                    ((CacheObjectByteArrayImpl) message).value(null, false),
                    policy == GridIoPolicy.CALLER_THREAD));
  }

  @Override
  public void later(Runnable task) {
    try {
      kernal.pools().getExecutorService().execute(task);
    } catch (RejectedExecutionException e) {
      LOGGER.debug("This node stops: what was left to do is dropped.", e);
    }
  }
}
