package org.muleignite.tests.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The kit runs a real container: the proof that its other users can rely on it. */
class ContainerKitRuntimeIT {

  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @TempDir Path directory;

  @Test
  void deploysUndeploysAndDeploysAgainWhileRunning() throws IOException {
    MuleHome home = MuleHome.create(directory);
    home.deploy(ticker());
    try (MuleNode node = MuleNode.start(home, NodeOptions.defaults())) {
      node.awaitStarted(PATIENCE);
      node.awaitDeployed("ticker", PATIENCE);
      node.awaitLog("tick of ticker: 3", PATIENCE);

      home.undeploy("ticker");
      node.awaitUndeployed("ticker", PATIENCE);

      long undeployed = node.logPosition();
      home.deploy(ticker());
      node.awaitDeployed("ticker", PATIENCE);
      node.awaitLogAfter(undeployed, "tick of ticker: 3", PATIENCE);

      assertTrue(node.stop(PATIENCE), "ends by itself after SIGTERM");
      assertEquals(143, node.exitCode());
    }
  }

  @Test
  void startsAgainOnTheHomeOfAKilledNode() throws IOException {
    MuleHome home = MuleHome.create(directory);
    home.deploy(ticker());
    MuleNode killed = MuleNode.start(home, NodeOptions.defaults());
    killed.awaitLog("tick of ticker", PATIENCE);
    killed.kill();
    assertFalse(killed.isAlive());
    assertEquals(137, killed.exitCode());

    try (MuleNode node = MuleNode.start(home, NodeOptions.defaults())) {
      node.awaitDeployed("ticker", PATIENCE);
      node.awaitLog("tick of ticker", PATIENCE);
    }
  }

  private static MuleApp ticker() {
    return MuleApp.named("ticker")
        .flows(
            """
            <flow name="tick">
              <scheduler>
                <scheduling-strategy>
                  <fixed-frequency frequency="100"/>
                </scheduling-strategy>
              </scheduler>
              <set-variable variableName="number" value="#[1 + 2]"/>
              <logger level="INFO" message="#['tick of ' + app.name + ': ' + vars.number]"/>
            </flow>
            """);
  }
}
