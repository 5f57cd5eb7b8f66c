package org.muleignite.tests.scheduler;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.text.ParseException;
import java.util.Date;
import java.util.TimeZone;
import org.quartz.CronExpression;

/** When a timed task runs again. Immutable. */
@FunctionalInterface
interface Recurrence {

  /** Answer of {@link #nextDelayNanos}: the task has run for the last time. */
  long NEVER = Long.MIN_VALUE;

  /** Not again. */
  Recurrence ONCE = sinceDue -> NEVER;

  /**
   * Asked right after a run.
   *
   * @param sinceDueNanos time since that run was due
   * @return time from now to the next run, or {@link #NEVER}; negative when it is late already
   */
  long nextDelayNanos(long sinceDueNanos);

  static Recurrence fixedRate(long periodNanos) {
    return sinceDue -> periodNanos - sinceDue;
  }

  static Recurrence fixedDelay(long delayNanos) {
    return sinceDue -> delayNanos;
  }

  /**
   * At the instants of a Quartz cron expression; those that pass during a run are skipped.
   *
   * @throws IllegalArgumentException when the expression is not valid
   */
  // Quartz speaks in dates.
  @SuppressWarnings("JavaUtilDate")
  static Recurrence cron(String expression, TimeZone zone) {
    CronExpression cron;
    try {
      cron = new CronExpression(expression);
    } catch (ParseException e) {
      throw new IllegalArgumentException("Invalid cron expression '" + expression + "'", e);
    }
    cron.setTimeZone(zone);
    return sinceDue -> {
      long now = System.currentTimeMillis();
      Date next = cron.getNextValidTimeAfter(new Date(now));
      return next == null ? NEVER : MILLISECONDS.toNanos(next.getTime() - now);
    };
  }
}
