package org.muleignite.tests.benchmark.queue;

import java.util.Locale;

/** Where the owner of a queue is, seen from one member. */
public enum Place {
  HERE,
  ELSEWHERE;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Place of(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT));
  }
}
