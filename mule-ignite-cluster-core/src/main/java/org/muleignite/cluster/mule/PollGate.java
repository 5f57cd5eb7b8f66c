package org.muleignite.cluster.mule;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.NANOSECONDS;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.Lock;
import java.util.function.BiFunction;
import org.mule.runtime.core.api.MuleContext;
import org.mule.runtime.core.api.config.MuleConfiguration;
import org.mule.runtime.core.api.context.notification.MuleContextNotification;
import org.mule.runtime.core.api.context.notification.MuleContextNotificationListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps polling sources from leaving out an item when their artifact stops (MULE-18906): between
 * Mule's locking an item and its passing it to the flow, a stop would refuse the item but let the
 * watermark move past it. While an artifact stops, polls get no lock for a further item, which they
 * take for one that is being processed elsewhere: the watermark stays, and the next primary polls
 * it. Items without an id are not locked by Mule, and so not kept.
 *
 * <p>The stop waits for polls that are in that gap, at most as long as the artifact's shutdown
 * timeout says. One object per artifact; thread-safe.
 */
final class PollGate implements BiFunction<MuleContext, String, Lock> {

  private static final Logger LOGGER = LoggerFactory.getLogger(PollGate.class);
  private static final String POLL = "_pollingSource_";
  private static final String WATERMARK = "/watermark";

  /** One run of a source, under the lock of its watermark. */
  private static final class Poll {
    final String items;

    /** From the lock of an item on, until the source asks for the next one or the poll ends. */
    boolean handsOver;

    Poll(String items) {
      this.items = items;
    }
  }

  private final BiFunction<MuleContext, String, Lock> locks;
  private final Map<Thread, Poll> polls = new HashMap<>();
  private boolean watching;
  private boolean stopping;

  PollGate(BiFunction<MuleContext, String, Lock> locks) {
    this.locks = locks;
  }

  @Override
  public Lock apply(MuleContext artifact, String id) {
    if (id.startsWith(POLL)) {
      watch(artifact);
    }
    return new GatedLock(id, locks.apply(artifact, id), this);
  }

  private synchronized void watch(MuleContext artifact) {
    if (!watching) {
      watching = true;
      MuleContextNotificationListener<MuleContextNotification> listener = this::changed;
      artifact.getNotificationManager().addListener(listener);
    }
  }

  /** Mule tells it on the thread that stops the artifact, which goes on when this returns. */
  private void changed(MuleContextNotification change) {
    String action = change.getAction().getIdentifier();
    if (action.equals(String.valueOf(MuleContextNotification.CONTEXT_STARTING))) {
      open();
    } else if (action.equals(String.valueOf(MuleContextNotification.CONTEXT_STOPPING))) {
      close(change.getMuleContext().getConfiguration());
    }
  }

  /** This thread has got the lock of that id. */
  synchronized void locked(String id) {
    if (id.startsWith(POLL) && id.endsWith(WATERMARK)) {
      String flow = id.substring(POLL.length(), id.length() - WATERMARK.length());
      polls.put(Thread.currentThread(), new Poll(flow + "/"));
    }
  }

  /** This thread gives back the lock of that id. */
  synchronized void unlocking(String id) {
    if (id.startsWith(POLL) && polls.remove(Thread.currentThread()) != null) {
      notifyAll();
    }
  }

  /** Whether this thread may try the lock of that id. */
  synchronized boolean admits(String id) {
    Poll poll = polls.get(Thread.currentThread());
    if (poll == null || !id.startsWith(poll.items)) {
      return true;
    }
    poll.handsOver = !stopping;
    notifyAll();
    return poll.handsOver;
  }

  private synchronized void open() {
    stopping = false;
  }

  private synchronized void close(MuleConfiguration artifact) {
    stopping = true;
    long end = System.nanoTime() + MILLISECONDS.toNanos(artifact.getShutdownTimeout());
    try {
      while (polls.values().stream().anyMatch(poll -> poll.handsOver)) {
        long left = end - System.nanoTime();
        if (left <= 0) {
          LOGGER.warn(
              "A polling source of '{}' still hands over an item {} ms after the stop began; Mule may leave the item out.",
              artifact.getId(),
              artifact.getShutdownTimeout());
          return;
        }
        NANOSECONDS.timedWait(this, left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
