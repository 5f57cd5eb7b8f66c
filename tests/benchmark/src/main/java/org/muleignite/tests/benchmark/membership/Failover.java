package org.muleignite.tests.benchmark.membership;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.muleignite.tests.benchmark.Metric;
import org.muleignite.tests.benchmark.Task;
import org.muleignite.tests.benchmark.fleet.Fleet;
import org.muleignite.tests.benchmark.fleet.MemberProcess;

/**
 * From the SIGKILL of the primary of two members to the first tick, on the other, of a task that
 * runs on the primary only. The killed member comes back afterwards. Takes as long as it takes.
 */
public record Failover() implements Task {

  private static final Duration PROMOTION_LIMIT = Duration.ofSeconds(30);

  @Override
  public boolean isAlone() {
    return true;
  }

  @Override
  public boolean gainsFromWarmUp() {
    return false;
  }

  @Override
  public Map<Metric, Double> run(Fleet fleet, Duration time) {
    fleet.checkTopology();
    int primary = awaitPrimary(fleet);
    MemberProcess survivor = fleet.members().get(1 - primary);
    CompletableFuture<String> tick = survivor.send("membership.first-tick");
    long killed = System.nanoTime();
    fleet.kill(primary);
    long ticked = Long.parseLong(MemberProcess.await(tick));
    if (ticked < killed) {
      throw new IllegalStateException("Both members were primary at once");
    }
    fleet.start(primary);
    fleet.awaitSettled();
    return Map.of(Metric.SECONDS, (ticked - killed) / 1e9);
  }

  /** The role is taken soon after the start, not with it. */
  private static int awaitPrimary(Fleet fleet) {
    long deadline = System.nanoTime() + PROMOTION_LIMIT.toNanos();
    List<MemberProcess> members = fleet.members();
    while (System.nanoTime() < deadline) {
      for (int i = 0; i < members.size(); i++) {
        if (Boolean.parseBoolean(members.get(i).ask("membership.primary"))) {
          return i;
        }
      }
      LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
    }
    throw new IllegalStateException("No member of " + fleet.setup() + " became primary");
  }
}
