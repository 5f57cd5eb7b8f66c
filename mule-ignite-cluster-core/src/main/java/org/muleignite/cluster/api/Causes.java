package org.muleignite.cluster.api;

import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** Finds what really failed behind what is wrapped around it. Stateless. */
public final class Causes {

  private Causes() {}

  /** The failure without the wrappers that futures put around it. */
  public static Throwable unwrapped(Throwable failure) {
    Throwable cause = failure;
    while ((cause instanceof CompletionException || cause instanceof ExecutionException)
        && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }

  /** The failure itself or the nearest of its causes that is of the kind, or null when none is. */
  public static <T extends Throwable> T find(Throwable failure, Class<T> kind) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (kind.isInstance(cause)) {
        return kind.cast(cause);
      }
    }
    return null;
  }
}
