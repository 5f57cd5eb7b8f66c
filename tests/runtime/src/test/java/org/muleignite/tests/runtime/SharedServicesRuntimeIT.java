package org.muleignite.tests.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.muleignite.tests.runtime.MuleCluster.PATIENCE;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.muleignite.tests.container.MuleApp;
import org.muleignite.tests.container.MuleNode;

/** One unchanged application on two containers has one set of queues, stores, locks and sources. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SharedServicesRuntimeIT {

  private static final String APPLICATION = "shared";
  private static final String TOLD = "told: cluster node selected as primary";

  @TempDir static Path directory;
  private static MuleCluster cluster;
  private static HttpCaller one;
  private static HttpCaller two;

  @BeforeAll
  static void startCluster() throws IOException {
    cluster = MuleCluster.prepare(directory, 2);
    for (int i = 0; i < 2; i++) {
      cluster.deployWithConnector(i, application());
      // For who attaches over JMX, whatever this machine's name resolves to.
      cluster
          .start(i, options -> options.systemProperty("java.rmi.server.hostname", "127.0.0.1"))
          .awaitDeployed(APPLICATION, PATIENCE);
    }
    one = new HttpCaller(cluster.httpPort(0));
    two = new HttpCaller(cluster.httpPort(1));
  }

  @AfterAll
  static void stopCluster() throws IOException {
    cluster.close();
  }

  static MuleApp application() throws IOException {
    try (var flows = SharedServicesRuntimeIT.class.getResourceAsStream("/shared-app.xml")) {
      return MuleApp.named(APPLICATION)
          .config(new String(flows.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  @Test
  @Order(1)
  void theStartSaysWhatTheClusterIs() {
    String banner = cluster.node(1).log();
    assertTrue(banner.contains("mule-ignite serves"), banner);
    assertTrue(banner.contains(cluster.name()), banner);
    assertTrue(Pattern.compile("members +2 ").matcher(banner).find(), banner);
    assertTrue(Pattern.compile("persistence +\\S+ignite").matcher(banner).find(), banner);
  }

  @Test
  @Order(1)
  void aMessageOfOneNodeIsConsumedOnTheOther() {
    for (int i = 0; i < 20; i++) {
      assertEquals(200, one.post("/publish", "message " + i).statusCode());
      assertEquals("message " + i, two.get("/consume"));
    }
  }

  @Test
  @Order(1)
  void anAnswerComesBackFromWhateverNodeTookTheQuestion() {
    for (int i = 0; i < 20; i++) {
      assertEquals("answer to " + i, (i % 2 == 0 ? one : two).post("/ask", "" + i).body());
    }
  }

  @Test
  @Order(1)
  void aMessageThatCannotBeSerializedIsRefusedAndChangesNothing() {
    assertEquals(200, one.post("/publish", "before").statusCode());
    HttpResponse<String> refused = one.post("/publish-unserializable", "");
    assertEquals(500, refused.statusCode());
    assertTrue(refused.body().contains("java.lang.Thread"), refused.body());
    assertEquals(200, one.post("/publish", "after").statusCode());
    assertEquals("before", two.get("/consume"));
    assertEquals("after", two.get("/consume"));
  }

  @Test
  @Order(1)
  void aValueOfOneNodeIsReadOnTheOtherAndNotStoredTwice() {
    assertEquals(200, one.post("/store?key=a", "value of one").statusCode());
    assertEquals("value of one", two.get("/retrieve?key=a"));
    assertEquals(500, two.post("/store?key=a", "value of two").statusCode());
    assertEquals("value of one", one.get("/retrieve?key=a"));
  }

  @Test
  @Order(1)
  void aLockOfOneNodeExcludesTheOther() throws Exception {
    CompletableFuture<String> first = CompletableFuture.supplyAsync(() -> one.get("/lock"));
    CompletableFuture<String> second = CompletableFuture.supplyAsync(() -> two.get("/lock"));
    List<String> answers = new ArrayList<>(List.of(first.get(), second.get()));
    answers.sort(null);
    assertEquals(List.of("false", "true"), answers);
    assertEquals("true", two.get("/lock"), "free again");
  }

  @Test
  @Order(1)
  void anOperatorSeesStateAndDepthsOverJmx() throws Exception {
    for (int i = 0; i < 3; i++) {
      assertEquals(200, one.post("/publish", "message " + i).statusCode());
    }
    for (int node = 0; node < 2; node++) {
      try (JmxCaller jmx = JmxCaller.of(cluster.node(node), cluster.name())) {
        assertEquals("ACTIVE", jmx.attribute("Cluster", "State"));
        assertEquals(0, jmx.attribute("Cluster", "PartitionsWithoutCopy"));
        assertEquals(node == 0, jmx.attribute("Cluster", "Primary"));
        String[] deepest = jmx.list("Queues", "list", 1);
        assertTrue(
            deepest[0].startsWith("persistent queue 'app/shared/shared': items 3, taken 0,"),
            deepest[0]);
      }
    }
    for (int i = 0; i < 3; i++) {
      assertEquals("message " + i, two.get("/consume"));
    }
  }

  @Test
  @Order(2)
  void aSigkillOfThePrimaryMovesSchedulersAndPrimaryOnlySources() {
    MuleNode primary = cluster.node(0);
    MuleNode other = cluster.node(1);
    for (String line : List.of("scheduled run", "ticked \\d+", "polled \\d+")) {
      primary.awaitLogAfter(primary.logPosition(), line, PATIENCE);
    }
    assertFalse(other.log().contains("scheduled run"), "a second scheduler ran");
    assertFalse(other.log().contains("ticked "), other.log());
    assertFalse(other.log().contains("polled "), "a second polling source ran");
    assertEquals(1, count(primary.log(), TOLD), "told once of being primary");
    assertEquals(0, count(other.log(), TOLD), "told although it was not primary");

    // Mule replaces a watermark by removing and storing it, and would lose it were it killed in
    // between.
    primary.awaitLogAfter(primary.logPosition(), "polled \\d+", PATIENCE);
    primary.awaitLogAfter(primary.logPosition(), "scheduled run", PATIENCE);
    primary.awaitLogAfter(primary.logPosition(), "scheduled run", PATIENCE);
    long lastPolled = last(primary.log(), "polled (\\d+)");
    primary.kill();
    other.awaitLog("scheduled run", PATIENCE);
    other.awaitLog("ticked \\d+", PATIENCE);
    other.awaitLog("polled \\d+", PATIENCE);
    long firstPolled = Long.parseLong(find(other.log(), "polled (\\d+)").group(1));
    assertEquals(lastPolled + 1, firstPolled, "the watermark moves with the source");
    other.awaitLog(TOLD, PATIENCE);
    other.awaitLogAfter(other.logPosition(), "scheduled run", PATIENCE);
    assertEquals(1, count(other.log(), TOLD), "told once of being primary");
  }

  private static long count(String log, String regex) {
    return Pattern.compile(regex).matcher(log).results().count();
  }

  private static long last(String log, String regex) {
    Matcher matcher = Pattern.compile(regex).matcher(log);
    long last = -1;
    while (matcher.find()) {
      last = Long.parseLong(matcher.group(1));
    }
    return last;
  }

  private static Matcher find(String log, String regex) {
    Matcher matcher = Pattern.compile(regex).matcher(log);
    assertTrue(matcher.find(), log);
    return matcher;
  }
}
