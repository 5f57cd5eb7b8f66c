package org.muleignite.cluster.messaging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.muleignite.cluster.api.ClusterException;
import org.muleignite.cluster.api.ClusterUnavailableException;
import org.muleignite.cluster.api.NodeGoneException;
import org.muleignite.cluster.api.RequestHandler;

class CorrelatingMessengerTest {

  private static final String SERVICE = "echo";

  private final MemoryNetwork network = new MemoryNetwork();
  private final MemoryNetwork.Node a = network.join();
  private final MemoryNetwork.Node b = network.join();
  private final List<String> arrived = new ArrayList<>();

  @BeforeEach
  void start() {
    a.messenger.start();
    b.messenger.start();
  }

  private void bAnswers(RequestHandler handler) {
    b.messenger.serve(SERVICE, handler);
  }

  private CompletableFuture<byte[]> echo(UUID sender, byte[] payload) {
    arrived.add(text(payload));
    return CompletableFuture.completedFuture(bytes(text(payload) + " for " + sender));
  }

  private CompletableFuture<byte[]> aAsks(MemoryNetwork.Node node, String question) {
    return a.messenger.request(node.id, SERVICE, bytes(question));
  }

  @Test
  void aRequestIsAnswered() throws Exception {
    bAnswers(this::echo);
    assertEquals("hello for " + a.id, text(join(aAsks(b, "hello"))));
  }

  @Test
  void answersFindTheirRequestsInAnyOrder() throws Exception {
    List<CompletableFuture<byte[]>> answers = new ArrayList<>();
    bAnswers(
        (sender, payload) -> {
          answers.add(new CompletableFuture<>());
          return answers.get(answers.size() - 1);
        });
    CompletableFuture<byte[]> first = aAsks(b, "1");
    CompletableFuture<byte[]> second = aAsks(b, "2");
    answers.get(1).complete(bytes("second"));
    assertFalse(first.isDone());
    answers.get(0).complete(bytes("first"));
    assertEquals("first", text(join(first)));
    assertEquals("second", text(join(second)));
  }

  @Test
  void aFailureOfTheHandlerKeepsItsMessage() {
    bAnswers(failing(new ClusterException("The store is full.")));
    assertFailure(ClusterException.class, "The store is full.", aAsks(b, "hello"));
  }

  @Test
  void aNodeThatMayNotActIsToldApartFromAFailure() {
    bAnswers(failing(new ClusterUnavailableException("The lease ran out.")));
    assertFailure(ClusterUnavailableException.class, "The lease ran out.", aAsks(b, "hello"));
  }

  @Test
  void aHandlerThatThrowsFailsTheRequestToo() {
    bAnswers(
        (sender, payload) -> {
          throw new ClusterUnavailableException("The lease ran out.");
        });
    assertFailure(ClusterUnavailableException.class, "The lease ran out.", aAsks(b, "hello"));
  }

  @Test
  void aFailureOfAnEarlierStepIsUnwrapped() {
    bAnswers(
        (sender, payload) ->
            failing(new ClusterUnavailableException("The lease ran out."))
                .handle(sender, payload)
                .thenApply(answer -> answer));
    assertFailure(ClusterUnavailableException.class, "The lease ran out.", aAsks(b, "hello"));
  }

  @Test
  void aServiceThatNobodyServesIsUnavailable() {
    String reason = "Node " + b.id + " does not serve 'echo' yet.";
    assertFailure(ClusterUnavailableException.class, reason, aAsks(b, "hello"));
    assertFailure(
        ClusterUnavailableException.class,
        reason,
        b.messenger.request(b.id, SERVICE, bytes("hello")));
  }

  @Test
  void aServiceHasOneHandler() {
    bAnswers(this::echo);
    assertThrows(IllegalStateException.class, () -> bAnswers(this::echo));
  }

  @Test
  void aRequestToTheLocalNodeIsACallInTheThreadOfTheCaller() throws Exception {
    byte[] answer = {1};
    Thread caller = Thread.currentThread();
    bAnswers(
        (sender, payload) -> {
          assertEquals(b.id, sender);
          assertSame(caller, Thread.currentThread());
          return CompletableFuture.completedFuture(answer);
        });
    assertSame(answer, join(b.messenger.request(b.id, SERVICE, bytes("hello"))));
  }

  @Test
  void aNoticeArrivesHereAndThereAndItsFailureHarmsNobody() {
    bAnswers(
        (sender, payload) -> {
          arrived.add(text(payload));
          throw new ClusterException("Not understood.");
        });
    a.messenger.tell(b.id, SERVICE, bytes("from a"));
    b.messenger.tell(b.id, SERVICE, bytes("from b"));
    assertEquals(List.of("from a", "from b"), arrived);
  }

  @Test
  void aRequestEndsWhenTheAskedNodeLeaves() {
    bAnswers((sender, payload) -> new CompletableFuture<>());
    MemoryNetwork.Node c = network.join();
    CompletableFuture<byte[]> ofB = aAsks(b, "hello");
    CompletableFuture<byte[]> ofC = aAsks(c, "hello");
    network.leave(b);
    assertThrows(NodeGoneException.class, () -> join(ofB));
    assertFalse(ofC.isDone());
  }

  @Test
  void aRequestToANodeThatHasGoneFailsAtOnce() {
    network.vanish(b);
    assertThrows(NodeGoneException.class, () -> join(aAsks(b, "hello")));
    network.leave(b);
    assertThrows(NodeGoneException.class, () -> join(aAsks(b, "hello")));
  }

  @Test
  void stoppingEndsWhatStillWaits() {
    bAnswers((sender, payload) -> new CompletableFuture<>());
    CompletableFuture<byte[]> waiting = aAsks(b, "hello");
    a.messenger.stop();
    assertFailure(
        ClusterUnavailableException.class,
        "This node stopped before a 'echo' was answered.",
        waiting);
  }

  @Test
  void anAnswerAfterTheEndIsDropped() {
    CompletableFuture<byte[]> late = new CompletableFuture<>();
    bAnswers((sender, payload) -> late);
    CompletableFuture<byte[]> waiting = aAsks(b, "hello");
    a.messenger.stop();
    late.complete(bytes("late"));
    assertThrows(ClusterUnavailableException.class, () -> join(waiting));
  }

  @Test
  void whatIsSentToAStartingNodeArrivesInOrderOnceItReceives() throws Exception {
    MemoryNetwork.Node c = network.join();
    c.messenger.serve(SERVICE, this::echo);
    a.messenger.tell(c.id, SERVICE, bytes("1"));
    a.messenger.tell(c.id, SERVICE, bytes("2"));
    CompletableFuture<byte[]> answer = aAsks(c, "3");
    assertEquals(List.of(), arrived);
    c.messenger.start();
    assertEquals(List.of("1", "2", "3"), arrived);
    assertEquals("3 for " + a.id, text(join(answer)));
  }

  @Test
  void aStartingNodeMayAskANodeThatStartedBefore() throws Exception {
    MemoryNetwork.Node c = network.join();
    bAnswers(this::echo);
    CompletableFuture<byte[]> answer = c.messenger.request(b.id, SERVICE, bytes("hello"));
    c.messenger.start();
    assertEquals("hello for " + c.id, text(join(answer)));
  }

  @Test
  void twoStartingNodesMeetWhicheverReceivesFirst() throws Exception {
    MemoryNetwork.Node c = network.join();
    MemoryNetwork.Node d = network.join();
    d.messenger.serve(SERVICE, this::echo);
    CompletableFuture<byte[]> answer = c.messenger.request(d.id, SERVICE, bytes("hello"));
    d.messenger.start();
    assertTrue(network.lost > 0, "the greeting of the first is lost");
    c.messenger.start();
    assertEquals("hello for " + c.id, text(join(answer)));
  }

  @Test
  void twoNodesMeetThoughTheirGreetingIsLost() throws Exception {
    bAnswers(this::echo);
    MemoryNetwork.Node c = network.join();
    c.messenger.serve(SERVICE, this::echo);
    // To both.
    network.toLose = 2;
    c.messenger.start();
    assertEquals(0, network.toLose);
    CompletableFuture<byte[]> answer = aAsks(c, "hello");
    assertEquals("hello for " + a.id, text(join(answer)));
    answer = c.messenger.request(b.id, SERVICE, bytes("hello"));
    assertEquals("hello for " + c.id, text(join(answer)));
  }

  @Test
  void aRequestKeptForAStartingNodeEndsWhenThatNodeLeaves() {
    MemoryNetwork.Node c = network.join();
    CompletableFuture<byte[]> answer = aAsks(c, "hello");
    network.leave(c);
    assertThrows(NodeGoneException.class, () -> join(answer));
  }

  @Test
  void ofAServiceAtOnceAnswersAndNoticesAreHandledAtOnceAndRequestsAreNot() throws Exception {
    bAnswers(this::echo);
    a.messenger.tell(b.id, SERVICE, bytes("notice"));
    join(aAsks(b, "request"));
    assertEquals(0, network.atOnceMessages);
    a.messenger.serveAtOnce("turns", this::echo);
    b.messenger.serveAtOnce("turns", this::echo);
    a.messenger.tell(b.id, "turns", bytes("notice"));
    assertEquals(1, network.atOnceMessages);
    CompletableFuture<byte[]> answer = a.messenger.request(b.id, "turns", bytes("request"));
    assertEquals("request for " + a.id, text(join(answer)));
    assertEquals(2, network.atOnceMessages, "the answer, not the request");
  }

  private static RequestHandler failing(ClusterException failure) {
    return (sender, payload) -> {
      CompletableFuture<byte[]> answer = new CompletableFuture<>();
      answer.completeExceptionally(failure);
      return answer;
    };
  }

  private static void assertFailure(
      Class<? extends ClusterException> type, String message, CompletableFuture<byte[]> answer) {
    ClusterException failure = assertThrows(ClusterException.class, () -> join(answer));
    assertSame(type, failure.getClass());
    assertEquals(message, failure.getMessage());
  }

  /** The answer, which must be there, or the failure itself. */
  private static byte[] join(CompletableFuture<byte[]> answer) throws Exception {
    assertTrue(answer.isDone(), "not answered");
    try {
      return answer.get();
    } catch (ExecutionException e) {
      throw (ClusterException) e.getCause();
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, UTF_8);
  }
}
