package org.muleignite.tests.store;

/**
 * One operation on one key, as the one who asked for it saw it.
 *
 * @param value what was to be stored, or what was returned; null where there is none
 * @param begin when it was asked for, on a clock that all processes share
 * @param end when the answer was there; {@link #NEVER} if there was none that tells the outcome
 */
public record StoreOperation(Kind kind, Outcome outcome, String value, long begin, long end) {

  public static final long NEVER = Long.MAX_VALUE;

  /** What was asked for. */
  public enum Kind {
    STORE,
    REMOVE,
    RETRIEVE,
    CONTAINS
  }

  /** What was answered. */
  public enum Outcome {
    DONE,
    /** The key has a value already, or none. */
    REFUSED,
    /** It happens at some time after the begin, or never. */
    UNKNOWN
  }

  /** Whether the operation, done at once on this value, answers what it answered. */
  boolean isPossibleOn(String present) {
    return switch (outcome) {
      case UNKNOWN -> true;
      case REFUSED -> kind == Kind.STORE ? present != null : present == null;
      case DONE ->
          switch (kind) {
            case STORE -> present == null;
            case CONTAINS -> present != null;
            case REMOVE, RETRIEVE -> value.equals(present);
          };
    };
  }

  /** What is there after the operation. */
  String after(String present) {
    return switch (kind) {
      case RETRIEVE, CONTAINS -> present;
      case REMOVE -> null;
      case STORE -> present == null ? value : present;
    };
  }
}
