package org.muleignite.queue.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GroupCommitTest {

  private final QueueRef queue = new QueueRef("app/q", false);
  private final QueueRef durable = new QueueRef("app/q", true);
  private final ItemStore store = mock(ItemStore.class);

  /** The operations that were begun, and how each of them will end. */
  private final List<List<Change.Step>> operations = new ArrayList<>();

  private final Queue<Runnable> ends = new ArrayDeque<>();

  /** What is to run on some thread; the test is that thread. */
  private final Queue<Runnable> tasks = new ArrayDeque<>();

  private final GroupCommit groups = new GroupCommit(store, this::execute);

  private boolean ended;

  private void execute(Runnable task) {
    if (ended) {
      throw new RejectedExecutionException("The threads have ended.");
    }
    tasks.add(task);
  }

  @BeforeEach
  void listen() {
    when(store.waitsForDisk(Area.PERSISTENT)).thenReturn(true);
    answerWith(
        steps -> {
          boolean[] possible = new boolean[steps.size()];
          Arrays.fill(possible, true);
          return possible;
        });
  }

  private void answerWith(Function<List<Change.Step>, boolean[]> engine) {
    when(store.applyEach(any()))
        .thenAnswer(
            call -> {
              List<Change.Step> steps = call.getArgument(0);
              operations.add(steps);
              CompletableFuture<boolean[]> outcome = new CompletableFuture<>();
              ends.add(() -> end(outcome, () -> engine.apply(steps)));
              return outcome;
            });
  }

  private static void end(CompletableFuture<boolean[]> outcome, Supplier<boolean[]> engine) {
    try {
      outcome.complete(engine.get());
    } catch (RuntimeException e) {
      outcome.completeExceptionally(e);
    }
  }

  private CompletableFuture<Boolean> put(QueueRef to, long position) {
    return groups.submit(new Change().putNew(to.item(position), new byte[1]));
  }

  private CompletableFuture<Boolean> put(long position) {
    return put(durable, position);
  }

  private void runAll() {
    while (!tasks.isEmpty() || !ends.isEmpty()) {
      (tasks.isEmpty() ? ends : tasks).remove().run();
    }
  }

  private List<Integer> sizes() {
    return operations.stream().map(List::size).toList();
  }

  @Test
  void whatComesWhileTheDiskIsWaitedForGoesTogether() {
    for (int i = 0; i < 5; i++) {
      put(i);
    }
    runAll();
    assertEquals(List.of(1, 1, 3), sizes(), "two on their way, the others wait for the first");
    put(5);
    runAll();
    assertEquals(List.of(1, 1, 3, 1), sizes(), "nobody waits for company");
  }

  @Test
  void whatGoesTogetherIsBoundedInBytesToo() {
    when(store.bytesOf(any())).thenReturn(600_000);
    for (int i = 0; i < 7; i++) {
      groups.submit(new Change().remove(durable.item(i)));
    }
    runAll();
    assertEquals(List.of(1, 1, 2, 2, 1), sizes());
  }

  @Test
  void inMemoryNobodyWaitsAndYetTheNumberOnTheirWayIsBounded() {
    for (int i = 0; i < 100; i++) {
      put(queue, i);
    }
    assertEquals(32, operations.size());
    ends.remove().run();
    tasks.remove().run();
    assertEquals(4, operations.get(32).size(), "so that no more than 128 are in doubt");
    runAll();
    assertEquals(100, sizes().stream().mapToInt(Integer::intValue).sum());
  }

  @Test
  void theEndOfWhatIsOnItsWayIsWaitedFor() throws Exception {
    assertTrue(groups.awaitEnd(Deadline.after(0)));
    put(0);
    assertFalse(groups.awaitEnd(Deadline.after(1)));
    CompletableFuture<Boolean> waiter =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return groups.awaitEnd(Deadline.after(60_000));
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    runAll();
    assertTrue(waiter.get(60, TimeUnit.SECONDS));
  }

  @Test
  void everyChangeHasItsOwnOutcome() {
    answerWith(
        steps -> {
          boolean[] possible = new boolean[steps.size()];
          possible[0] = true;
          return possible;
        });
    List<CompletableFuture<Boolean>> outcomes = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      outcomes.add(put(i));
    }
    runAll();
    assertTrue(outcomes.get(2).join());
    assertFalse(outcomes.get(3).join(), "the second one of a group");
  }

  @Test
  void aFailureReachesAllAndTheNextGroupGoes() {
    answerWith(
        steps -> {
          throw new OutcomeUnknownException("lost", null);
        });
    List<CompletableFuture<Boolean>> outcomes = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      outcomes.add(put(i));
    }
    runAll();
    for (CompletableFuture<Boolean> outcome : outcomes) {
      Throwable failure = assertThrows(CompletionException.class, outcome::join).getCause();
      assertEquals(OutcomeUnknownException.class, failure.getClass());
    }
  }

  @Test
  void whatTheStoreRefusesAtOnceFailsOnlyThatChange() {
    when(store.applyEach(any())).thenThrow(new NothingChangedException("not now", null));
    CompletableFuture<Boolean> refused = put(0);
    Throwable failure = assertThrows(CompletionException.class, refused::join).getCause();
    assertEquals(NothingChangedException.class, failure.getClass());
  }

  @Test
  void whatWaitsWhenTheThreadsEndIsSentAway() {
    List<CompletableFuture<Boolean>> outcomes = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      outcomes.add(put(i));
    }
    ended = true;
    runAll();
    assertTrue(outcomes.get(0).join() && outcomes.get(1).join(), "they were under way");
    for (CompletableFuture<Boolean> outcome : outcomes.subList(2, 4)) {
      assertTrue(outcome.isDone(), "nobody waits for ever");
      Throwable failure = assertThrows(CompletionException.class, outcome::join).getCause();
      assertEquals(RejectedExecutionException.class, failure.getClass());
    }
  }

  @Test
  void receiptsOfOneGroupAreOneStep() {
    UUID one = UUID.randomUUID();
    UUID other = UUID.randomUUID();
    for (int i = 0; i < 4; i++) {
      Change change = new Change().putNew(durable.item(i), new byte[1]);
      UUID sender = i < 3 ? one : other;
      groups.submit(change.record(durable.header(), new Receipts().add(sender, i, 0)));
    }
    runAll();
    List<Change.Step> merged = operations.get(2);
    assertEquals(3, merged.size(), "two items and one header");
    byte[] header = new QueueHeader(false, 0).encode();
    for (Change.Step step : merged) {
      if (step.kind() == Change.Kind.RECORD) {
        header = QueueHeader.withReceipts(header, step.value());
      }
    }
    Receipts receipts = QueueHeader.decode(header).receipts();
    assertTrue(receipts.contains(one, 2) && receipts.contains(other, 3));
    assertFalse(receipts.contains(one, 3));
  }

  @Test
  void receiptsNobodyAsksForAreForgotten() {
    UUID node = UUID.randomUUID();
    Receipts receipts = new Receipts().add(node, 7, 7);
    receipts.merge(new Receipts().add(node, 9, 8));
    assertFalse(receipts.contains(node, 7));
    assertTrue(receipts.contains(node, 9));
    receipts.merge(new Receipts().add(node, 8, 8));
    assertTrue(receipts.contains(node, 8), "a late one is kept while it is asked for");
  }
}
