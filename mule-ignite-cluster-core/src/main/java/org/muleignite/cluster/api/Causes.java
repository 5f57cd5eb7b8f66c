package org.muleignite.cluster.api;

import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** Finds what really failed behind the wrappers of futures. Stateless. */
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
}
