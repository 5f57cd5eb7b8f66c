package org.muleignite.tests.scheduler;

import static java.util.stream.Collectors.toList;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.mule.runtime.api.lifecycle.Startable;
import org.mule.runtime.api.lifecycle.Stoppable;
import org.mule.runtime.api.scheduler.Scheduler;
import org.mule.runtime.api.scheduler.SchedulerConfig;
import org.mule.runtime.api.scheduler.SchedulerPoolsConfigFactory;
import org.mule.runtime.api.scheduler.SchedulerService;
import org.mule.runtime.api.scheduler.SchedulerView;

/**
 * Three shared pools (light, I/O, intensive), custom schedulers with a pool of their own, and one
 * timer thread that starts timed tasks on those pools. Pool settings of applications are ignored:
 * all of them share the container's.
 *
 * <p>Thread-safe. Making a scheduler never blocks. Every thread is a named daemon.
 */
final class StandInSchedulerService implements SchedulerService, Startable, Stoppable {

  private static final int CORES = Runtime.getRuntime().availableProcessors();
  private static final int MAX_IO_THREADS = 256;
  private static final int LIGHT_QUEUE = 1024;
  private static final long IDLE_SECONDS = 30;

  private final Set<PooledScheduler> schedulers = ConcurrentHashMap.newKeySet();
  private final AtomicInteger unnamed = new AtomicInteger();
  private ScheduledThreadPoolExecutor timer;
  private ThreadPoolExecutor light;
  private ThreadPoolExecutor io;
  private ThreadPoolExecutor intensive;

  @Override
  public String getName() {
    return "Scheduler service (stand-in)";
  }

  @Override
  public void start() {
    timer = new ScheduledThreadPoolExecutor(1, new NamedThreads("[MuleRuntime].timer"));
    timer.setRemoveOnCancelPolicy(true);
    light =
        pool(
            "[MuleRuntime].cpuLight",
            Math.max(4, 2 * CORES),
            new ArrayBlockingQueue<>(LIGHT_QUEUE));
    io = pool("[MuleRuntime].io", MAX_IO_THREADS, new SynchronousQueue<>());
    intensive =
        pool(
            "[MuleRuntime].cpuIntensive",
            Math.max(4, 2 * CORES),
            new ArrayBlockingQueue<>(LIGHT_QUEUE));
  }

  @Override
  public void stop() {
    schedulers.forEach(PooledScheduler::shutdownNow);
    timer.shutdownNow();
    light.shutdownNow();
    io.shutdownNow();
    intensive.shutdownNow();
  }

  @Override
  public Scheduler cpuLightScheduler() {
    return cpuLightScheduler(SchedulerConfig.config());
  }

  @Override
  public Scheduler ioScheduler() {
    return ioScheduler(SchedulerConfig.config());
  }

  @Override
  public Scheduler cpuIntensiveScheduler() {
    return cpuIntensiveScheduler(SchedulerConfig.config());
  }

  @Override
  public Scheduler cpuLightScheduler(SchedulerConfig config) {
    return shared(light, config);
  }

  @Override
  public Scheduler ioScheduler(SchedulerConfig config) {
    return shared(io, config);
  }

  @Override
  public Scheduler cpuIntensiveScheduler(SchedulerConfig config) {
    return shared(intensive, config);
  }

  @Override
  public Scheduler cpuLightScheduler(SchedulerConfig config, SchedulerPoolsConfigFactory pools) {
    return cpuLightScheduler(config);
  }

  @Override
  public Scheduler ioScheduler(SchedulerConfig config, SchedulerPoolsConfigFactory pools) {
    return ioScheduler(config);
  }

  @Override
  public Scheduler cpuIntensiveScheduler(
      SchedulerConfig config, SchedulerPoolsConfigFactory pools) {
    return cpuIntensiveScheduler(config);
  }

  @Override
  public Scheduler customScheduler(SchedulerConfig config) {
    return custom(config, new SynchronousQueue<>());
  }

  @Override
  public Scheduler customScheduler(SchedulerConfig config, int queueSize) {
    return custom(
        config, queueSize == 0 ? new SynchronousQueue<>() : new LinkedBlockingQueue<>(queueSize));
  }

  @Override
  public List<SchedulerView> getSchedulers() {
    return schedulers.stream().map(PooledScheduler::view).collect(toList());
  }

  private Scheduler shared(ThreadPoolExecutor pool, SchedulerConfig config) {
    Integer limit = config.getMaxConcurrentTasks();
    return register(new PooledScheduler(settings(config), pool, timer, TaskLimit.of(limit)));
  }

  private Scheduler custom(SchedulerConfig config, BlockingQueue<Runnable> queue) {
    Integer threads = config.getMaxConcurrentTasks();
    if (threads == null) {
      throw new IllegalArgumentException("A custom scheduler needs withMaxConcurrentTasks");
    }
    SchedulerSettings settings = settings(config).withOwnPool();
    ThreadPoolExecutor pool = pool(settings.name(), threads, queue);
    if (config.getWaitAllowed().orElse(false)) {
      pool.setRejectedExecutionHandler(new WaitWhenBusy());
    }
    return register(new PooledScheduler(settings, pool, timer, TaskLimit.of(null)));
  }

  private SchedulerSettings settings(SchedulerConfig config) {
    String name =
        config.hasName() ? config.getSchedulerName() : "scheduler-" + unnamed.incrementAndGet();
    return new SchedulerSettings(name, config.getShutdownTimeoutMillis(), schedulers::remove);
  }

  private PooledScheduler register(PooledScheduler scheduler) {
    schedulers.add(scheduler);
    return scheduler;
  }

  private static ThreadPoolExecutor pool(String name, int threads, BlockingQueue<Runnable> queue) {
    // Without a queue, core threads would be added although idle ones wait.
    int core = queue instanceof SynchronousQueue ? 0 : threads;
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            core,
            threads,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            queue,
            new NamedThreads(name),
            new RefuseWhenBusy());
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }
}
