package org.muleignite.tests.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
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
    assertThrows(MuleNodeException.class, () -> killed.awaitDeployed("ticker", PATIENCE));

    try (MuleNode node = MuleNode.start(home, NodeOptions.defaults())) {
      node.awaitDeployed("ticker", PATIENCE);
      node.awaitLog("tick of ticker", PATIENCE);
    }
  }

  @Test
  void saysWhyAnApplicationDoesNotDeploy() throws IOException {
    MuleHome home = MuleHome.create(directory);
    String name = "an-application-whose-name-is-too-long-for-one-line";
    home.deploy(MuleApp.named(name).flows("<no-such-element/>"));
    try (MuleNode node = MuleNode.start(home, NodeOptions.defaults())) {
      MuleNodeException failure =
          assertThrows(MuleNodeException.class, () -> node.awaitDeployed(name, PATIENCE));
      assertTrue(failure.getMessage().contains("no-such-element"), failure.getMessage());
    }
  }

  @Test
  void endsAContainerThatCannotStart() throws IOException {
    MuleHome home = MuleHome.create(directory);
    Files.writeString(home.directory().resolve("services").resolve("broken.jar"), "not an archive");
    MuleNode node = MuleNode.start(home, NodeOptions.defaults());
    String log = node.awaitFailedStart(PATIENCE);
    assertTrue(log.contains("broken.jar"), log);
    assertFalse(node.isAlive());
    assertThrows(MuleNodeException.class, () -> node.awaitStarted(PATIENCE));
  }

  @Test
  void readsExpressionsAsDataWeaveDoes() throws IOException {
    MuleHome home = MuleHome.create(directory);
    home.deploy(
        MuleApp.named("reader")
            .flows(
                """
                <flow name="read">
                  <scheduler>
                    <scheduling-strategy>
                      <cron expression="* * * * * ?"/>
                    </scheduling-strategy>
                  </scheduler>
                  <set-payload value="#[['id': 7, 'inner': ['name': 'x']]]"/>
                  <set-variable variableName="copy" value="#[payload]"/>
                  <logger level="INFO" message="id #[payload.id] name #[vars.copy.inner.name]"/>
                  <logger level="INFO" message="none #[vars.missing] #[payload.missing.deeper]."/>
                  <choice>
                    <when expression="#[vars.missing == null and payload.id > 6]">
                      <logger level="INFO" message="#['chosen ' + vars.copy.id]"/>
                    </when>
                  </choice>
                  <foreach collection="#[['a', 'b']]">
                    <logger level="INFO" message="element #[payload]"/>
                  </foreach>
                </flow>
                """));
    try (MuleNode node = MuleNode.start(home, NodeOptions.defaults())) {
      node.awaitLog("id 7 name x$", PATIENCE);
      node.awaitLog("none null null[.]$", PATIENCE);
      node.awaitLog("chosen 7$", PATIENCE);
      node.awaitLog("element b$", PATIENCE);
    }
  }

  private static MuleApp ticker() {
    return MuleApp.named("ticker")
        .everyTenthOfASecond(
            """
            <set-variable variableName="number" value="#[1 + 2]"/>
            <logger level="INFO" message="#['tick of ' + app.name + ': ' + vars.number]"/>
            """);
  }
}
