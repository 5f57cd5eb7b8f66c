package org.muleignite.tests.expression;

/** The {@code #[...]} around an expression. */
final class Brackets {

  private static final String OPENING = "#[";
  private static final String CLOSING = "]";

  private Brackets() {}

  static String strip(String expression) {
    String trimmed = expression.trim();
    boolean bracketed = trimmed.startsWith(OPENING) && trimmed.endsWith(CLOSING);
    return bracketed
        ? trimmed.substring(OPENING.length(), trimmed.length() - CLOSING.length()).trim()
        : trimmed;
  }
}
