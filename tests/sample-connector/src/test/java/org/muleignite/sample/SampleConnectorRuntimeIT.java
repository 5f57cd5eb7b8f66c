package org.muleignite.sample;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.muleignite.tests.container.FreePorts;
import org.muleignite.tests.container.MuleApp;
import org.muleignite.tests.container.MuleHome;
import org.muleignite.tests.container.MuleNode;
import org.muleignite.tests.container.NodeOptions;

/** Every source and operation on a plain runtime. */
class SampleConnectorRuntimeIT {

  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final String GROUP = "org.muleignite";
  private static final String ARTIFACT = "mule-ignite-sample-connector";

  @TempDir static Path directory;
  private static FreePorts ports;
  private static MuleNode node;
  // Mule 4.1.1 waits for ever for the body of a request that also offers to switch to HTTP/2.
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @BeforeAll
  static void startNode() throws IOException {
    ports = FreePorts.reserve();
    String version = System.getProperty("sample.version");
    MuleHome home = MuleHome.create(directory);
    home.installPlugin(Path.of(System.getProperty("sample.plugin")), GROUP, ARTIFACT, version);
    home.deploy(MuleApp.named("sample").config(flows()).plugin(GROUP, ARTIFACT, version));
    node =
        MuleNode.start(
            home,
            NodeOptions.defaults().systemProperty("http.port", Integer.toString(ports.port(0))));
    node.awaitDeployed("sample", PATIENCE);
  }

  @AfterAll
  static void stopNode() throws IOException {
    node.close();
    ports.close();
  }

  @Test
  void answersWithTheOutcomeOfTheFlow() {
    assertEquals("POST/request/pathx", call("/request/path?q=x", "").body());
    assertEquals(500, call("/fail", "").statusCode());
    assertTrue(call("/fail", "").body().contains("APP:WANTED: on purpose"));
    assertEquals(404, call("/nowhere", "").statusCode());
  }

  @Test
  void publishesAndConsumesTheAnswer() {
    for (int i = 0; i < 20; i++) {
      assertEquals("Hello " + i, call("/ask", "" + i).body());
    }
    assertEquals(504, call("/ask-nobody", "?").statusCode());
  }

  @Test
  void rollsBackWhatAFailedTransactionConsumedAndPublished() {
    assertEquals(202, call("/start-job", "work").statusCode());

    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertEquals("attempt 2", call("/result", "").body()));
    assertEquals("empty", call("/result", "").body());
  }

  @Test
  void keepsObjects() {
    assertEquals("[\"2\",[\"a\"],false,{}]", call("/stores", "").body());
  }

  @Test
  void excludesOthersFromALock() {
    CompletableFuture<String> one = CompletableFuture.supplyAsync(() -> call("/lock", "").body());
    CompletableFuture<String> other = CompletableFuture.supplyAsync(() -> call("/lock", "").body());

    assertEquals(Set.of("true", "false"), Set.of(one.join(), other.join()));
  }

  @Test
  void ticksAndCounts() {
    node.awaitLog("tick 1\\b", PATIENCE);
    node.awaitLog("tick 3\\b", PATIENCE);
    node.awaitLog("number 1\\b", PATIENCE);
    node.awaitLog("number 3\\b", PATIENCE);
  }

  private HttpResponse<String> call(String path, String body) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + ports.port(0) + path))
            .timeout(PATIENCE)
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new AssertionError(node.log(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private static String flows() throws IOException {
    try (InputStream flows =
        SampleConnectorRuntimeIT.class.getResourceAsStream("/connector-app.xml")) {
      return new String(flows.readAllBytes(), UTF_8);
    }
  }
}
