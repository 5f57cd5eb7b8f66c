package org.muleignite.cluster.messaging;

import static java.util.stream.Collectors.toList;

import java.util.Collection;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.apache.ignite.Ignite;
import org.apache.ignite.IgniteException;
import org.apache.ignite.cluster.ClusterNode;
import org.apache.ignite.lang.IgniteBiPredicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@link Transport} over Ignite's user messages. Thread-safe; a first message to a node waits for
 * the connection.
 */
public final class IgniteTransport implements Transport {

  private static final Logger LOGGER = LoggerFactory.getLogger(IgniteTransport.class);
  private static final String TOPIC = "mule-ignite";

  private final Ignite ignite;

  public IgniteTransport(Ignite ignite) {
    this.ignite = ignite;
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
  public boolean send(UUID node, byte[] bytes) {
    ClusterNode target = ignite.cluster().node(node);
    if (target == null) {
      return false;
    }
    try {
      ignite.message(ignite.cluster().forNode(target)).send(TOPIC, bytes);
      return true;
    } catch (IgniteException e) {
      // A departure shows up here before its event does; whoever waits learns of it by the event.
      LOGGER.debug("Message to node {} was not sent.", node, e);
      return ignite.cluster().node(node) != null;
    }
  }

  @Override
  public void receive(BiConsumer<UUID, byte[]> receiver) {
    IgniteBiPredicate<UUID, Object> listener =
        (sender, bytes) -> {
          receiver.accept(sender, (byte[]) bytes);
          return true;
        };
    ignite.message().localListen(TOPIC, listener);
  }
}
