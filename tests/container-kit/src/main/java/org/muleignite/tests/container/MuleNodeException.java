package org.muleignite.tests.container;

/** A container did not do what was awaited. The message ends with the last lines of its log. */
public final class MuleNodeException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  MuleNodeException(String message) {
    super(message);
  }

  MuleNodeException(String message, Throwable cause) {
    super(message, cause);
  }
}
