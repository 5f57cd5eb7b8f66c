package org.muleignite.tests.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.muleignite.tests.runtime.MuleCluster.PATIENCE;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.muleignite.tests.container.MuleApp;
import org.muleignite.tests.container.MuleNode;

/**
 * What Mule's own features keep in object stores, in one unchanged application on two containers.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class StoresRuntimeIT {

  private static final String APPLICATION = "stores";
  private static final int CALLERS = 4;
  private static final int CALLS = 15;

  @TempDir static Path directory;
  private static MuleCluster cluster;
  private static HttpCaller one;
  private static HttpCaller two;

  @BeforeAll
  static void startCluster() throws IOException {
    cluster = MuleCluster.prepare(directory, 2);
    for (int i = 0; i < 2; i++) {
      cluster.deployWithConnector(i, application());
      cluster.start(i).awaitDeployed(APPLICATION, PATIENCE);
    }
    one = new HttpCaller(cluster.httpPort(0));
    two = new HttpCaller(cluster.httpPort(1));
  }

  @AfterAll
  static void stopCluster() throws IOException {
    cluster.close();
  }

  private static MuleApp application() throws IOException {
    try (var flows = StoresRuntimeIT.class.getResourceAsStream("/stores-app.xml")) {
      return MuleApp.named(APPLICATION)
          .config(new String(flows.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  @Test
  @Order(1)
  void aDuplicateOfWhatAnotherNodeSawIsRefused() {
    for (int i = 0; i < 10; i++) {
      assertEquals("accepted", (i % 2 == 0 ? one : two).post("/once", "id " + i).body());
      assertEquals("duplicate", (i % 2 == 0 ? two : one).post("/once", "id " + i).body());
      assertEquals("duplicate", (i % 2 == 0 ? one : two).post("/once", "id " + i).body());
    }
  }

  @Test
  @Order(1)
  void attemptsOfBothNodesCountTogether() {
    List<String> answers = new ArrayList<>();
    for (int attempt = 0; attempt < 6; attempt++) {
      answers.add((attempt % 2 == 0 ? one : two).post("/fails", "message").body());
    }
    for (int attempt = 0; attempt < 4; attempt++) {
      assertTrue(answers.get(attempt).contains("nobody stored this"), answers::toString);
    }
    assertEquals("exhausted", answers.get(4), answers::toString);
    String another = one.post("/fails", "another message").body();
    assertTrue(another.contains("nobody stored this"), another);
  }

  @Test
  @Order(1)
  void changesUnderALockFromBothNodesAllCount() throws Exception {
    List<Integer> answers = fromBothNodes((caller, call) -> caller.post("/count", "").statusCode());
    assertEquals(Set.of(200), new HashSet<>(answers));
    assertEquals("" + 2 * CALLERS * CALLS, one.get("/retrieve?key=counter"));
    assertEquals("" + 2 * CALLERS * CALLS, two.get("/retrieve?key=counter"));
  }

  @Test
  @Order(1)
  void oneOfManyStoresAKeyFirst() throws Exception {
    List<String> answers =
        fromBothNodes((caller, call) -> caller.post("/store-first?key=round" + call, "x").body());
    assertEquals(CALLS, answers.stream().filter("first"::equals).count());
    assertEquals((2 * CALLERS - 1) * CALLS, answers.stream().filter("late"::equals).count());
  }

  @Test
  @Order(1)
  void whatIsTriedAgainSucceedsOnceAnotherNodeHasStoredTheValue() throws Exception {
    CompletableFuture<String> waiting = CompletableFuture.supplyAsync(() -> one.get("/wait?key=w"));
    assertEquals("first", two.post("/store-first?key=w", "at last").body());
    assertEquals("at last", waiting.get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
  }

  /** Its name comes with the message: nothing in the application declares it. */
  @Test
  @Order(1)
  void aStoreThatAFlowMakesIsSharedUntilItsLastUserDisposesOfIt() {
    assertEquals("stored", one.post("/store-in?store=made&key=first", "of one").body());
    assertEquals("of one", two.get("/retrieve-from?store=made&key=first"));
    assertEquals("stored", two.post("/store-in?store=made&key=second", "of two").body());
    assertEquals("of two", one.get("/retrieve-from?store=made&key=second"));
    assertEquals("nothing", two.get("/retrieve-from?store=another&key=first"));

    assertEquals("disposed", one.get("/dispose?store=made"));
    assertEquals("of one", two.get("/retrieve-from?store=made&key=first"));
    assertEquals("disposed", two.get("/dispose?store=made"));
    assertEquals("nothing", one.get("/retrieve-from?store=made&key=first"));
    assertEquals("nothing", two.get("/retrieve-from?store=made&key=second"));
  }

  /**
   * The source moves with each stop, which mostly comes while it reads an item; what it counts goes
   * on where it was.
   */
  @Test
  @Order(2)
  void aPollingSourceTakesEachItemOnceWhileNodesComeAndGo() throws IOException {
    MuleNode first = cluster.node(0);
    MuleNode second = cluster.node(1);
    polls(first);
    assertTrue(first.stop(PATIENCE));
    polls(second);
    MuleNode again = cluster.start(0);
    again.awaitDeployed(APPLICATION, PATIENCE);
    assertTrue(second.stop(PATIENCE));
    polls(again);
    cluster.start(1).awaitDeployed(APPLICATION, PATIENCE);
    polls(again);

    String log = first.log() + second.log() + again.log();
    assertFalse(log.contains(" twice"), "an item was taken twice");
    TreeSet<Long> numbers = numbers(log);
    List<Long> upToLast = LongStream.rangeClosed(1, numbers.last()).boxed().toList();
    assertEquals(upToLast, List.copyOf(numbers), "an item was left out");
  }

  private static void polls(MuleNode node) {
    long from = node.logPosition();
    for (int i = 0; i < 3; i++) {
      node.awaitLogAfter(from, "polled \\d+ once", PATIENCE);
      from = node.logPosition();
    }
  }

  private static TreeSet<Long> numbers(String log) {
    TreeSet<Long> numbers = new TreeSet<>();
    Matcher matcher = Pattern.compile("polled (\\d+) once").matcher(log);
    while (matcher.find()) {
      numbers.add(Long.parseLong(matcher.group(1)));
    }
    return numbers;
  }

  private interface Call<T> {
    T on(HttpCaller caller, int call);
  }

  private static <T> List<T> fromBothNodes(Call<T> call) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(2 * CALLERS);
    try {
      List<Future<List<T>>> callers = new ArrayList<>();
      for (int i = 0; i < 2 * CALLERS; i++) {
        HttpCaller caller = i % 2 == 0 ? one : two;
        callers.add(
            threads.submit(
                () -> {
                  List<T> answers = new ArrayList<>();
                  for (int number = 0; number < CALLS; number++) {
                    answers.add(call.on(caller, number));
                  }
                  return answers;
                }));
      }
      List<T> all = new ArrayList<>();
      for (Future<List<T>> caller : callers) {
        all.addAll(caller.get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
      }
      return all;
    } finally {
      threads.shutdownNow();
    }
  }
}
