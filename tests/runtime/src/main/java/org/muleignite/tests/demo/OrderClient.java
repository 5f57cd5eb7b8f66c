package org.muleignite.tests.demo;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A client of the application orders that does what careful clients do: it sends an order again, to
 * the other node, until one of them answers that it has it. Thread-safe; posting blocks.
 */
final class OrderClient {

  private static final int ACCEPTED = 202;
  private static final int KNOWN_ALREADY = 409;
  private static final Duration ANSWER = Duration.ofSeconds(10);

  /** HTTP/1.1 from the start: the container's HTTP service stumbles over an offer to upgrade. */
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(2))
          .build();

  private final List<String> nodes;
  private final AtomicInteger repeats = new AtomicInteger();

  /**
   * @param nodes the base URLs
   */
  OrderClient(List<String> nodes) {
    this.nodes = nodes;
  }

  /**
   * Returns once a node has the order.
   *
   * @throws IllegalStateException when none took it before the deadline, a {@link System#nanoTime}
   *     value
   */
  void post(int order, long deadline) throws InterruptedException {
    String body = "{\"id\":\"order-" + order + "\",\"amount\":" + amountOf(order) + "}";
    for (int attempt = order; System.nanoTime() < deadline; attempt++) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(nodes.get(attempt % nodes.size()) + "/orders"))
              .timeout(ANSWER)
              .POST(HttpRequest.BodyPublishers.ofString(body))
              .build();
      try {
        int status = http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode();
        if (status == ACCEPTED || status == KNOWN_ALREADY) {
          return;
        }
      } catch (IOException e) {
        // The node is down or going down; whether it has the order is unknown, so the other one is
        // asked.
      }
      repeats.incrementAndGet();
      Thread.sleep(20);
    }
    throw new IllegalStateException("No node took order " + order + " in time");
  }

  /**
   * What the order is worth; different for each, so that a wrong total cannot be right by chance.
   */
  static long amountOf(int order) {
    return 100 + order;
  }

  /** How often an order had to be sent again. */
  int repeats() {
    return repeats.get();
  }

  /** What a node reports at the moment. */
  Report report(int node) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(nodes.get(node) + "/report"))
            .timeout(ANSWER)
            .GET()
            .build();
    return Report.parse(http.send(request, HttpResponse.BodyHandlers.ofString()).body());
  }
}
