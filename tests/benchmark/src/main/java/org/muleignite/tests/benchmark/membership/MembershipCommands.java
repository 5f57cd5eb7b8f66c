package org.muleignite.tests.benchmark.membership;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.muleignite.tests.benchmark.member.Command;
import org.muleignite.tests.benchmark.member.Node;

/** What a member can be told to do as such. */
public final class MembershipCommands {

  private static final long PERIOD_MILLIS = 10;
  private static final long LIMIT_SECONDS = 120;

  private final Node node;

  public MembershipCommands(Node node) {
    this.node = node;
  }

  /** By their verbs. */
  public Map<String, Command> commands() {
    return Map.of(
        "primary", words -> Boolean.toString(node.isPrimary()), "first-tick", this::firstTick);
  }

  /**
   * Runs a periodic task as Mule runs those of its schedulers: at each time it asks whether this is
   * the primary. Answers when it was, first; nanoseconds of the monotonic clock that all members of
   * this machine share.
   */
  private String firstTick(List<String> words) throws Exception {
    CompletableFuture<Long> first = new CompletableFuture<>();
    ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    try {
      timer.scheduleAtFixedRate(() -> tick(first), 0, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
      return first.get(LIMIT_SECONDS, TimeUnit.SECONDS).toString();
    } finally {
      timer.shutdownNow();
    }
  }

  private void tick(CompletableFuture<Long> first) {
    try {
      if (node.isPrimary()) {
        first.complete(System.nanoTime());
      }
    } catch (RuntimeException e) {
      first.completeExceptionally(e);
    }
  }
}
