package org.muleignite.tests.demo;

import static org.muleignite.tests.runtime.MuleCluster.PATIENCE;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.muleignite.tests.container.MuleNode;
import org.muleignite.tests.runtime.BuildTree;
import org.muleignite.tests.runtime.MuleCluster;

/**
 * Two real Mule containers serve one unchanged application while one of them is killed, and after
 * the stop of both. Exits with 0 only if no order was lost and none was processed twice.
 */
public final class Demo {

  private static final int ORDERS = 2_000;
  private static final String APPLICATION = "orders";
  private static final String PRIMARY = "This node is primary now";

  private final Screen screen;
  private final MuleCluster cluster;
  private final OrderClient client;

  private Demo(Screen screen, MuleCluster cluster) {
    this.screen = screen;
    this.cluster = cluster;
    this.client = new OrderClient(List.of(url(0), url(1)));
  }

  /**
   * @param arguments {@code --keep} leaves the cluster running until the demo is interrupted;
   *     {@code --tls} gives each node a certificate, and encrypts what they tell each other
   */
  public static void main(String[] arguments) throws Exception {
    boolean keep = List.of(arguments).contains("--keep");
    Path directory = Files.createTempDirectory("mule-ignite-demo");
    Screen screen = new Screen(System.out);
    boolean good;
    try (MuleCluster cluster = MuleCluster.prepare(directory, 2)) {
      Demo demo = new Demo(screen, cluster);
      if (List.of(arguments).contains("--tls")) {
        demo.certify();
      }
      Result result = demo.run();
      screen.line("");
      screen.line(result.table());
      good = result.isGood();
      screen.line(
          good
              ? "Nothing lost, nothing twice."
              : "NOT AS PROMISED: see the logs below " + directory);
      if (keep) {
        demo.keep();
      }
    }
    if (good) {
      delete(directory);
    }
    System.exit(good ? 0 : 1);
  }

  private void certify() throws IOException, InterruptedException {
    screen.step("making a key and a certificate for each node");
    new Certificates(cluster.directory()).install(List.of(cluster.home(0), cluster.home(1)));
    screen.done("TLS with mutual authentication");
  }

  private Result run() throws Exception {
    startBoth("starting two Mule containers with the application '" + APPLICATION + "'");
    cluster.node(0).awaitLog(PRIMARY, PATIENCE);

    screen.step("posting " + ORDERS + " orders through both nodes");
    long started = System.nanoTime();
    Load load = new Load(client, ORDERS);
    load.start();
    load.awaitHalf();
    screen.done(load.taken() + " taken");

    double secondsToPrimary = killThePrimary();
    restartTheKilled();
    finish(load);
    Report afterCrash = awaitProcessed();
    double seconds = (System.nanoTime() - started) / 1e9;

    stopBoth();
    startBoth("starting both again");
    screen.step("reading the report of both nodes");
    Report afterStop = client.report(0);
    Report other = client.report(1);
    screen.done(afterStop.equals(other) ? "both say the same" : afterStop + " against " + other);
    long expected =
        Stream.iterate(0, i -> i + 1).limit(ORDERS).mapToLong(OrderClient::amountOf).sum();
    return new Result(
        load.taken(), afterCrash, afterStop, expected, secondsToPrimary, ORDERS / seconds);
  }

  private void startBoth(String text) throws IOException {
    screen.step(text);
    for (int i = 0; i < 2; i++) {
      if (cluster.node(i) == null) {
        cluster.deployWithConnector(i, BuildTree.ordersApplication(), APPLICATION);
      }
      cluster.start(i, options -> options.systemProperty("mule.ignite.clusterSize", "2"));
      if (i == 0) {
        // The first one is then the oldest member, so the primary, in every run.
        cluster.node(0).awaitLog("Waiting for the cluster", PATIENCE);
      }
    }
    cluster.node(0).awaitDeployed(APPLICATION, PATIENCE);
    cluster.node(1).awaitDeployed(APPLICATION, PATIENCE);
    screen.done("both serve: " + url(0) + " and " + url(1));
  }

  private double killThePrimary() {
    screen.step("killing the primary with SIGKILL");
    MuleNode survivor = cluster.node(1);
    long killed = System.nanoTime();
    cluster.node(0).kill();
    survivor.awaitLog(PRIMARY, PATIENCE);
    double seconds = (System.nanoTime() - killed) / 1e9;
    screen.done("the survivor is primary");
    return seconds;
  }

  private void restartTheKilled() throws IOException {
    screen.step("starting the killed node again, while orders go on");
    MuleNode again =
        cluster.start(0, options -> options.systemProperty("mule.ignite.clusterSize", "2"));
    again.awaitDeployed(APPLICATION, PATIENCE);
    screen.done("it serves again");
  }

  private void finish(Load load) throws InterruptedException {
    screen.step("waiting for the rest of the orders");
    while (!load.isDone()) {
      screen.progress(load.taken() + " of " + ORDERS);
      Thread.sleep(200);
    }
    load.join();
    screen.done(
        load.taken() + " taken, " + client.repeats() + " sent again because a node was down");
  }

  private Report awaitProcessed() throws IOException, InterruptedException {
    screen.step("waiting until all are processed");
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    Report report = client.report(1);
    long best = -1;
    while (report.processed() < ORDERS && System.nanoTime() < deadline) {
      if (report.processed() > best) {
        best = report.processed();
        deadline = System.nanoTime() + PATIENCE.toNanos() / 4;
      }
      screen.progress(report.processed() + " of " + ORDERS);
      Thread.sleep(200);
      report = client.report(1);
    }
    screen.done(report.processed() + " processed");
    return report;
  }

  private void stopBoth() {
    screen.step("stopping both nodes");
    CompletableFuture<?> first = CompletableFuture.runAsync(() -> cluster.node(0).stop(PATIENCE));
    cluster.node(1).stop(PATIENCE);
    first.join();
    screen.done("nothing runs");
  }

  private void keep() throws InterruptedException {
    screen.line("");
    screen.line("The cluster goes on until you press Ctrl-C. To try by hand:");
    for (int i = 0; i < 2; i++) {
      screen.line("  curl -d '{\"id\":\"mine-" + i + "\",\"amount\":5}' " + url(i) + "/orders");
      screen.line("  curl " + url(i) + "/report");
      screen.line("  kill -9 " + cluster.node(i).pid() + "    # node " + (i + 1));
    }
    screen.line("  logs: " + cluster.directory() + "/mule-*/logs");
    Thread.currentThread().join();
  }

  private String url(int node) {
    return "http://127.0.0.1:" + cluster.httpPort(node);
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
