package org.muleignite.tests.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import org.apache.ignite.cache.CachePeekMode;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.muleignite.cluster.api.CacheSpec;
import org.muleignite.cluster.config.ClusterSettings;
import org.muleignite.tests.cluster.QueueNodes;
import org.muleignite.tests.support.ForkedJvm;

/** A JVM that waits for replies is killed with SIGKILL. */
class QueueTemporaryKillIT {

  private static final int LIMIT_SECONDS = 90;

  private final QueueNodes nodes = new QueueNodes(2);
  private ForkedJvm asker;

  @AfterEach
  void stop() throws InterruptedException {
    if (asker != null) {
      asker.kill();
    }
    nodes.close();
  }

  @Test
  void itsReplyQueuesGoWithIt() throws Exception {
    startAsker();
    assertEquals(ReplyAsker.QUEUES, entries());
    asker.kill();
    Awaitility.await().atMost(Duration.ofSeconds(LIMIT_SECONDS)).until(() -> entries() == 0);
  }

  private void startAsker() throws Exception {
    ClusterSettings settings = nodes.cluster().settings();
    asker =
        new ForkedJvm(
            "asker",
            ReplyAsker.class,
            List.of(
                settings.getClusterName(),
                String.valueOf(settings.getDiscoveryPort()),
                String.valueOf(settings.getCommunicationPort()),
                nodes.cluster().storage(2).toString()));
    assertEquals("ready", asker.answer());
  }

  private int entries() {
    return nodes
        .cluster()
        .member(0)
        .context()
        .ignite()
        .cache(CacheSpec.PREFIX + "queue.temporary")
        .size(CachePeekMode.PRIMARY);
  }
}
