package org.muleignite.orders;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.muleignite.tests.container.FreePorts;
import org.muleignite.tests.container.MuleHome;
import org.muleignite.tests.container.MuleNode;
import org.muleignite.tests.container.NodeOptions;

/** The application on a plain runtime: the reference for what it has to do on a clustered one. */
class OrdersApplicationRuntimeIT {

  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @TempDir static Path directory;
  private static FreePorts ports;
  private static MuleHome home;
  private static MuleNode node;
  // Mule 4.1.1 waits for ever for the body of a request that also offers to switch to HTTP/2.
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @BeforeAll
  static void startNode() throws IOException {
    ports = FreePorts.reserve();
    home = MuleHome.create(directory);
    home.installPlugin(
        Path.of(System.getProperty("sample.plugin")),
        "org.muleignite",
        "mule-ignite-sample-connector",
        System.getProperty("sample.version"));
    home.deploy(Path.of(System.getProperty("orders.application")), "orders");
    start();
  }

  @AfterAll
  static void stopNode() throws IOException {
    node.close();
    ports.close();
  }

  @Test
  void countsEachOrderOnceAndRemembersThemAcrossARestart() throws Exception {
    assertEquals(400, post("{\"amount\":1}"));
    assertEquals(400, post("no json"));
    assertEquals(202, post("{\"id\":\"first\",\"amount\":12}"));
    assertEquals(409, post("{\"id\":\"first\",\"amount\":12}"));
    assertTrue(
        IntStream.range(0, 200).parallel().map(i -> post(order(i))).allMatch(code -> code == 202));

    awaitReport(
        "\"accepted\":201,\"processed\":201,\"total\":19912,\"sum\":19912,\"addedTwice\":0");
    awaitReport("\"heartbeat\":{\"nodeId\":\"0\"");

    assertTrue(node.stop(PATIENCE));
    start();

    assertEquals(409, post(order(7)));
    assertEquals(202, post("{\"id\":\"last\",\"amount\":88}"));
    awaitReport(
        "\"accepted\":202,\"processed\":202,\"total\":20000,\"sum\":20000,\"addedTwice\":0");
  }

  private static void start() throws IOException {
    node =
        MuleNode.start(
            home,
            NodeOptions.defaults().systemProperty("http.port", Integer.toString(ports.port(0))));
    node.awaitDeployed("orders", PATIENCE);
  }

  private static String order(int number) {
    return "{\"id\":\"order-%d\",\"amount\":%d}".formatted(number, number);
  }

  private void awaitReport(String part) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              String report = send(request("/report").GET()).body();
              assertTrue(report.contains(part), report);
            });
  }

  private int post(String body) {
    return send(request("/orders").POST(HttpRequest.BodyPublishers.ofString(body))).statusCode();
  }

  private static HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + ports.port(0) + path))
        .timeout(PATIENCE);
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new AssertionError(node.log(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
