package org.muleignite.queue.rules;

import org.muleignite.cluster.api.ClusterException;

/**
 * An entry that a change wanted to remove was gone, or one that it wanted to put was there already.
 * Nothing was changed.
 */
public class ChangeConflictException extends ClusterException {

  private static final long serialVersionUID = 1L;

  private final transient Change.Step step;

  public ChangeConflictException(Change.Step step) {
    super(
        step.kind() == Change.Kind.REMOVE
            ? "The item "
                + step.key()
                + " was taken by another consumer or discarded before this one could remove it;"
                + " nothing was changed."
            : "The entry " + step.key() + problem(step.kind()) + "; nothing was changed.");
    this.step = step;
  }

  private static String problem(Change.Kind kind) {
    return kind == Change.Kind.SAME ? " is gone or was changed" : " exists already";
  }

  /** What another node says about it. */
  ChangeConflictException(String message) {
    super(message);
    this.step = null;
  }

  /** What could not be done; null when another node said so. */
  Change.Step step() {
    return step;
  }
}
