package org.muleignite.tests.runtime;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.muleignite.tests.runtime.MuleCluster.PATIENCE;

import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.muleignite.tests.container.MuleApp;
import org.muleignite.tests.container.MuleNode;
import org.muleignite.tests.container.NodeOptions;

/** A container that came to rest for longer than the other one waits for it. */
class RejoinRuntimeIT {

  /** The exit status of a JVM that ended because it was fenced. */
  private static final int FENCED = 70;

  private static final String TICK = "tick-of";

  @TempDir Path directory;

  @Test
  void aPausedPrimaryJoinsAgainAndRestartsItsApplications() throws Exception {
    try (MuleCluster cluster = MuleCluster.prepare(directory, 2)) {
      MuleNode first = pauseThePrimary(cluster, options -> options);
      MuleNode second = cluster.node(1);
      first.awaitLog("This node has joined the cluster again", PATIENCE);
      first.awaitLog("Deploying application 'ticker' again", PATIENCE);
      second.awaitLogAfter(second.logPosition(), TICK, PATIENCE);

      long killed = first.logPosition();
      second.kill();
      first.awaitLogAfter(killed, TICK, PATIENCE);
    }
  }

  @Test
  void aPausedPrimaryEndsItsJvmIfItIsToldTo() throws Exception {
    try (MuleCluster cluster = MuleCluster.prepare(directory, 2)) {
      MuleNode first =
          pauseThePrimary(
              cluster, options -> options.systemProperty("mule.ignite.whenFenced", "EXIT"));
      await("end of the JVM").atMost(PATIENCE).until(() -> !first.isAlive());
      assertEquals(FENCED, first.exitCode());
    }
  }

  /** Returns it once it runs again; the other node is primary by then. */
  private static MuleNode pauseThePrimary(MuleCluster cluster, UnaryOperator<NodeOptions> more)
      throws Exception {
    UnaryOperator<NodeOptions> quick =
        options -> more.apply(options.systemProperty("mule.ignite.failureDetectionSeconds", "3"));
    cluster.home(0).deploy(ticker());
    cluster.home(1).deploy(ticker());
    MuleNode first = cluster.start(0, quick);
    first.awaitDeployed("ticker", PATIENCE);
    first.awaitLog(TICK, PATIENCE);
    MuleNode second = cluster.start(1, quick);
    second.awaitDeployed("ticker", PATIENCE);
    first.pause();
    second.awaitLog(TICK, PATIENCE);
    first.resume();
    return first;
  }

  private static MuleApp ticker() {
    return MuleApp.named("ticker")
        .everyTenthOfASecond(
            """
            <logger level="INFO" message="#['tick-of ' + app.name]"/>
            """);
  }
}
