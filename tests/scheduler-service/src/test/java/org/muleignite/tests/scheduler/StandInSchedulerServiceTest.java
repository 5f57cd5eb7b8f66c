package org.muleignite.tests.scheduler;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.MINUTES;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mule.runtime.api.scheduler.SchedulerConfig.config;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mule.runtime.api.scheduler.Scheduler;
import org.mule.runtime.api.scheduler.SchedulerBusyException;

/** The stand-in behaves as flows, sources and connectors expect of Mule's own scheduler service. */
@Timeout(30)
class StandInSchedulerServiceTest {

  private final StandInSchedulerService service = new StandInSchedulerService();
  private final CountDownLatch never = new CountDownLatch(1);

  @BeforeEach
  void start() {
    service.start();
  }

  @AfterEach
  void stop() {
    service.stop();
  }

  @Test
  void namesThreadsAfterThePoolAndTheScheduler() throws Exception {
    Scheduler scheduler = service.ioScheduler(config().withPrefix("app").withName("flow"));
    assertEquals(
        "[MuleRuntime].io.01: [app].flow",
        scheduler.submit(() -> Thread.currentThread().getName()).get());
  }

  @Test
  void runsPeriodicTasksAgainAndAgainUntilCancelled() throws Exception {
    Scheduler scheduler = service.cpuLightScheduler();
    CountDownLatch threeRuns = new CountDownLatch(3);
    ScheduledFuture<?> rate =
        scheduler.scheduleAtFixedRate(threeRuns::countDown, 0, 5, MILLISECONDS);
    threeRuns.await();
    assertTrue(rate.cancel(false));

    CountDownLatch threeMore = new CountDownLatch(3);
    ScheduledFuture<?> delay =
        scheduler.scheduleWithFixedDelay(threeMore::countDown, 0, 5, MILLISECONDS);
    threeMore.await();
    assertTrue(delay.cancel(false));
  }

  @Test
  void neverRunsAPeriodicTaskTwiceAtOnce() throws Exception {
    Scheduler scheduler = service.ioScheduler();
    AtomicInteger running = new AtomicInteger();
    AtomicInteger overlaps = new AtomicInteger();
    CountDownLatch runs = new CountDownLatch(10);
    ScheduledFuture<?> unused =
        scheduler.scheduleAtFixedRate(
            () -> {
              overlaps.addAndGet(running.getAndIncrement());
              runs.countDown();
              running.decrementAndGet();
            },
            0,
            1,
            MILLISECONDS);
    runs.await();
    assertEquals(0, overlaps.get());
  }

  @Test
  void suppressesRunsAfterOneThatThrew() {
    Scheduler scheduler = service.ioScheduler();
    ScheduledFuture<?> task =
        scheduler.scheduleAtFixedRate(
            () -> {
              throw new IllegalStateException("expected");
            },
            0,
            1,
            MILLISECONDS);
    assertThrows(Exception.class, task::get);
    assertTrue(task.isDone());
  }

  @Test
  void runsCronExpressionsAndRefusesInvalidOnes() throws Exception {
    Scheduler scheduler = service.ioScheduler();
    CountDownLatch twoRuns = new CountDownLatch(2);
    ScheduledFuture<?> unused =
        scheduler.scheduleWithCronExpression(twoRuns::countDown, "* * * * * ?");
    assertTrue(twoRuns.await(10, SECONDS));
    assertThrows(
        IllegalArgumentException.class,
        () -> scheduler.scheduleWithCronExpression(twoRuns::countDown, "often"));
  }

  @Test
  void makesSubmittersWaitWhileTheLimitOfASharedPoolIsReached() throws Exception {
    Scheduler scheduler = service.ioScheduler(config().withMaxConcurrentTasks(1));
    CountDownLatch release = new CountDownLatch(1);
    scheduler.execute(() -> awaitQuietly(release));
    Thread submitter = new Thread(() -> scheduler.execute(() -> {}), "submitter");
    submitter.start();
    submitter.join(100);
    assertTrue(submitter.isAlive(), "the second task waits for the first");
    release.countDown();
    submitter.join();
  }

  @Test
  void refusesTasksBeyondTheThreadsAndQueueOfACustomPool() {
    Scheduler scheduler =
        service.customScheduler(config().withName("own").withMaxConcurrentTasks(1), 1);
    scheduler.execute(() -> awaitQuietly(never));
    scheduler.execute(() -> {});
    assertThrows(SchedulerBusyException.class, () -> scheduler.execute(() -> {}));
  }

  @Test
  void makesSubmittersWaitForACustomPoolThatAllowsIt() throws Exception {
    Scheduler scheduler =
        service.customScheduler(
            config().withName("own").withMaxConcurrentTasks(1).withWaitAllowed(true));
    CountDownLatch release = new CountDownLatch(1);
    scheduler.execute(() -> awaitQuietly(release));
    CountDownLatch secondRan = new CountDownLatch(1);
    Thread submitter = new Thread(() -> scheduler.execute(secondRan::countDown), "submitter");
    submitter.start();
    release.countDown();
    secondRan.await();
    submitter.join();
  }

  @Test
  void endsOnlyTheTasksOfTheSchedulerThatIsStopped() throws Exception {
    Scheduler stopped = service.ioScheduler(config().withShutdownTimeout(10, MILLISECONDS));
    Scheduler other = service.ioScheduler();
    CountDownLatch interrupted = new CountDownLatch(1);
    Future<?> running =
        stopped.submit(
            () -> {
              awaitQuietly(never);
              interrupted.countDown();
            });
    ScheduledFuture<?> pending = stopped.schedule(() -> {}, 1, MINUTES);
    stopped.stop();
    interrupted.await();
    running.get();
    assertTrue(stopped.awaitTermination(5, SECONDS));
    assertTrue(pending.isCancelled());
    assertThrows(RejectedExecutionException.class, () -> stopped.execute(() -> {}));
    assertEquals("alive", other.submit(() -> "alive").get());
  }

  @Test
  void givesBackTasksThatNeverStarted() throws Exception {
    Scheduler scheduler =
        service.customScheduler(config().withName("own").withMaxConcurrentTasks(1), 5);
    CountDownLatch started = new CountDownLatch(1);
    scheduler.execute(
        () -> {
          started.countDown();
          awaitQuietly(never);
        });
    started.await();
    Runnable waiting = () -> {};
    scheduler.execute(waiting);
    assertEquals(List.of(waiting), scheduler.shutdownNow());
  }

  @Test
  void forgetsSchedulersThatWereShutDown() {
    Scheduler scheduler = service.ioScheduler(config().withName("listed"));
    assertTrue(listed());
    scheduler.shutdownNow();
    assertFalse(listed());
  }

  private boolean listed() {
    return service.getSchedulers().stream().anyMatch(view -> view.getName().equals("listed"));
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
