package org.muleignite.tests.benchmark.queue;

import java.util.Locale;

/** Whether a member is the owner of a queue, or another one is. */
public enum Place {
  OWNER,
  ELSEWHERE;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Place of(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT));
  }
}
