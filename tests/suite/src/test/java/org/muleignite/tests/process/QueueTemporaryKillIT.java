package org.muleignite.tests.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.ignite.cache.CachePeekMode;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.muleignite.cluster.api.CacheSpec;
import org.muleignite.cluster.config.ClusterSettings;
import org.muleignite.tests.cluster.QueueNodes;

/** A JVM that waits for replies is killed with SIGKILL. */
class QueueTemporaryKillIT {

  private static final int LIMIT_SECONDS = 90;

  private final QueueNodes nodes = new QueueNodes(2);
  private Process asker;

  @AfterEach
  void stop() throws InterruptedException {
    if (asker != null) {
      asker.destroyForcibly().waitFor();
    }
    nodes.close();
  }

  @Test
  void itsReplyQueuesGoWithIt() throws Exception {
    startAsker();
    assertEquals(ReplyAsker.QUEUES, entries());
    asker.destroyForcibly().waitFor();
    Awaitility.await().atMost(Duration.ofSeconds(LIMIT_SECONDS)).until(() -> entries() == 0);
  }

  private void startAsker() throws IOException {
    ClusterSettings settings = nodes.cluster().settings();
    asker =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                ReplyAsker.class.getName(),
                settings.getClusterName(),
                String.valueOf(settings.getDiscoveryPort()),
                String.valueOf(settings.getCommunicationPort()),
                nodes.cluster().storage(2).toString())
            .redirectErrorStream(true)
            .start();
    BufferedReader output = asker.inputReader(StandardCharsets.UTF_8);
    for (String line = output.readLine(); ; line = output.readLine()) {
      assertNotNull(line, "the asker ended by itself");
      System.out.println("[asker] " + line);
      if (line.equals(ReplyAsker.READY)) {
        return;
      }
    }
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
