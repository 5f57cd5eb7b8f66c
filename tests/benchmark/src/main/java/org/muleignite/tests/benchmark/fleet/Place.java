package org.muleignite.tests.benchmark.fleet;

import java.util.Locale;

/** Whether a member is the owner of a queue or of the id of a lock, or another one is. */
public enum Place {
  OWNER,
  ELSEWHERE;

  /** Of something that this member owns, or another one does. */
  public static Place of(boolean isLocal) {
    return isLocal ? OWNER : ELSEWHERE;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Reverses {@link #toString}. */
  public static Place of(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT));
  }
}
