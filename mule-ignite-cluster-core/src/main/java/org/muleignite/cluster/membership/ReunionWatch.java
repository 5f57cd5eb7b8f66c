package org.muleignite.cluster.membership;

import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.muleignite.cluster.api.ClusterThreads;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Two parts of a cluster that were cut from each other never become one by themselves: Ignite joins
 * nodes only when they start. While this node cannot serve, it looks whether other nodes run that
 * are not in its topology, and asks to be started again if so. Its own thread; nothing else blocks.
 */
final class ReunionWatch {

  private static final Logger LOGGER = LoggerFactory.getLogger(ReunionWatch.class);
  private static final long LOOK_SECONDS = 2;

  /** A node that is about to join this topology is a stranger for a moment. */
  private static final int LEAST_SIGHTINGS = 3;

  /** So that two parts that meet hardly ever give way to each other at the same time. */
  private static final int MORE_SIGHTINGS = 4;

  private final BooleanSupplier strangerListens;
  private final BooleanSupplier serves;
  private final Runnable giveWay;
  private final ScheduledExecutorService thread = ClusterThreads.single("reunion");
  private int sightings;
  private int needed = newNeed();

  ReunionWatch(BooleanSupplier strangerListens, BooleanSupplier serves, Runnable giveWay) {
    this.strangerListens = strangerListens;
    this.serves = serves;
    this.giveWay = giveWay;
  }

  void start() {
    thread.scheduleWithFixedDelay(this::look, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
  }

  void stop() {
    ClusterThreads.stop(thread);
  }

  /** Never throws: the executor would not call it again. */
  void look() {
    try {
      sightings = !serves.getAsBoolean() && strangerListens.getAsBoolean() ? sightings + 1 : 0;
      if (sightings >= needed) {
        sightings = 0;
        needed = newNeed();
        giveWay.run();
      }
    } catch (RuntimeException e) {
      LOGGER.debug("The other nodes could not be looked for.", e);
    }
  }

  private static int newNeed() {
    return LEAST_SIGHTINGS + ThreadLocalRandom.current().nextInt(MORE_SIGHTINGS);
  }
}
