package org.muleignite.tests.runtime;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.muleignite.tests.runtime.MuleCluster.PATIENCE;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.muleignite.tests.container.MuleApp;
import org.muleignite.tests.container.MuleNode;

/** Schedulers run on the primary only, and move when it is killed. */
class FailoverRuntimeIT {

  @TempDir Path directory;

  @Test
  void theSchedulerMovesToTheSurvivorOfASigkill() throws Exception {
    try (MuleCluster cluster = MuleCluster.prepare(directory, 2)) {
      cluster.home(0).deploy(ticker());
      cluster.home(1).deploy(ticker());
      MuleNode first = cluster.start(0);
      first.awaitDeployed("ticker", PATIENCE);
      first.awaitLog("tick", PATIENCE);
      MuleNode second = cluster.start(1);
      second.awaitDeployed("ticker", PATIENCE);
      first.awaitLogAfter(first.logPosition(), "tick", PATIENCE);
      assertFalse(second.log().contains("tick-of"), "two schedulers ran");

      first.kill();
      second.awaitLog("tick-of", PATIENCE);
    }
  }

  private static MuleApp ticker() {
    return MuleApp.named("ticker")
        .everyTenthOfASecond(
            """
            <logger level="INFO" message="#['tick-of ' + app.name]"/>
            """);
  }
}
