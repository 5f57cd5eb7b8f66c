package org.muleignite.sample.schedule;

import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.inject.Inject;
import org.mule.runtime.api.component.location.ComponentLocation;
import org.mule.runtime.api.scheduler.Scheduler;
import org.mule.runtime.api.scheduler.SchedulerConfig;
import org.mule.runtime.api.scheduler.SchedulerService;
import org.mule.runtime.extension.api.annotation.Alias;
import org.mule.runtime.extension.api.annotation.param.Parameter;
import org.mule.runtime.extension.api.annotation.source.ClusterSupport;
import org.mule.runtime.extension.api.annotation.source.SourceClusterSupport;
import org.mule.runtime.extension.api.runtime.operation.Result;
import org.mule.runtime.extension.api.runtime.source.Source;
import org.mule.runtime.extension.api.runtime.source.SourceCallback;

/**
 * Runs the flow at a fixed rate with 1, 2, 3 … as payload, on one node of a cluster; a new node
 * starts over at 1.
 */
@Alias("primary-ticker")
@ClusterSupport(SourceClusterSupport.DEFAULT_PRIMARY_NODE_ONLY)
public class PrimaryTicker extends Source<Long, Void> {

  /** Time between two runs. */
  @Parameter private long frequencyMillis;

  @Inject private SchedulerService schedulerService;

  private ComponentLocation location;
  private Scheduler timer;

  @Override
  public void onStart(SourceCallback<Long, Void> callback) {
    AtomicLong ticks = new AtomicLong();
    timer =
        schedulerService.ioScheduler(
            SchedulerConfig.config().withName("primary-ticker-" + location.getRootContainerName()));
    ScheduledFuture<?> unused =
        timer.scheduleAtFixedRate(
            () ->
                callback.handle(
                    Result.<Long, Void>builder().output(ticks.incrementAndGet()).build()),
            0,
            frequencyMillis,
            TimeUnit.MILLISECONDS);
  }

  @Override
  public void onStop() {
    if (timer != null) {
      timer.stop();
      timer = null;
    }
  }
}
