package org.muleignite.objectstore.rules;

/**
 * Turns any Java string into one that survives UTF-8 and back. A string may hold half of a
 * surrogate pair, which UTF-8 cannot express: two such keys would become the same. Stateless.
 */
public final class StorableText {

  private static final char PLAIN = '=';
  private static final char ESCAPED = '#';
  private static final int HEX_DIGITS = 4;
  private static final int HEX = 16;

  private StorableText() {}

  /** One character longer than the text, unless the text needs escapes. */
  public static String encode(String text) {
    return isWellFormed(text) ? PLAIN + text : ESCAPED + hex(text);
  }

  /** Reverses {@link #encode}. */
  public static String decode(String encoded) {
    if (encoded.charAt(0) == PLAIN) {
      return encoded.substring(1);
    }
    StringBuilder text = new StringBuilder();
    for (int i = 1; i < encoded.length(); i += HEX_DIGITS) {
      text.append((char) Integer.parseInt(encoded.substring(i, i + HEX_DIGITS), HEX));
    }
    return text.toString();
  }

  private static boolean isWellFormed(String text) {
    int length = text.length();
    for (int i = 0; i < length; i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        if (!Character.isSupplementaryCodePoint(text.codePointAt(i))) {
          return false;
        }
        i++;
      }
    }
    return true;
  }

  private static String hex(String text) {
    StringBuilder hex = new StringBuilder(text.length() * HEX_DIGITS);
    for (int i = 0; i < text.length(); i++) {
      hex.append(String.format("%04x", (int) text.charAt(i)));
    }
    return hex.toString();
  }
}
