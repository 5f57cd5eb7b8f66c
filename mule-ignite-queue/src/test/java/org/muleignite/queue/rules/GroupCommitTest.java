package org.muleignite.queue.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.doThrow;
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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GroupCommitTest {

  private final QueueRef queue = new QueueRef("app/q", false);
  private final ItemStore store = mock(ItemStore.class);
  private final List<List<Change.Step>> operations = new ArrayList<>();

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
    when(store.applyEach(any()))
        .thenAnswer(
            call -> {
              List<Change.Step> steps = call.getArgument(0);
              operations.add(steps);
              boolean[] possible = new boolean[steps.size()];
              Arrays.fill(possible, true);
              return possible;
            });
  }

  private CompletableFuture<Boolean> put(long position) {
    return groups.submit(new Change().putNew(queue.item(position), new byte[1]), this::execute);
  }

  private void runAll() {
    while (!tasks.isEmpty()) {
      tasks.remove().run();
    }
  }

  private List<Integer> sizes() {
    return operations.stream().map(List::size).toList();
  }

  @Test
  void whatComesMeanwhileGoesTogether() {
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
  void everyChangeHasItsOwnOutcome() {
    doAnswer(
            call -> {
              List<Change.Step> steps = call.getArgument(0);
              boolean[] possible = new boolean[steps.size()];
              possible[0] = true;
              return possible;
            })
        .when(store)
        .applyEach(any());
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
    doThrow(new OutcomeUnknownException("lost", null)).when(store).applyEach(any());
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
  void whatWaitsWhenTheThreadsEndIsSentAway() {
    List<CompletableFuture<Boolean>> outcomes = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      outcomes.add(put(i));
    }
    ended = true;
    runAll();
    outcomes.add(put(4));
    assertTrue(outcomes.get(0).join() && outcomes.get(1).join(), "they were under way");
    for (CompletableFuture<Boolean> outcome : outcomes.subList(2, 5)) {
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
      Change change = new Change().putNew(queue.item(i), new byte[1]);
      UUID sender = i < 3 ? one : other;
      groups.submit(change.record(queue.header(), new Receipts().add(sender, i, 0)), this::execute);
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
