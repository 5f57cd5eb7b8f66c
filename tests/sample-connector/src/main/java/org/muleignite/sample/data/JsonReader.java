package org.muleignite.sample.data;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/** Reads JSON; whole numbers become {@link Long}, others {@link Double}. */
final class JsonReader {

  private final String text;
  private int at;

  private JsonReader(String text) {
    this.text = text;
  }

  /** Reads one object that makes up the whole text. */
  static LinkedHashMap<String, Object> readObject(String text) {
    JsonReader reader = new JsonReader(text);
    reader.expect('{');
    LinkedHashMap<String, Object> object = reader.object();
    if (reader.peek() != 0) {
      throw reader.unexpected();
    }
    return object;
  }

  private Object value() {
    switch (peek()) {
      case '{':
        at++;
        return object();
      case '[':
        at++;
        return array();
      case '"':
        at++;
        return string();
      default:
        return literal();
    }
  }

  private LinkedHashMap<String, Object> object() {
    LinkedHashMap<String, Object> object = new LinkedHashMap<>();
    if (skip('}')) {
      return object;
    }
    do {
      expect('"');
      String key = string();
      expect(':');
      object.put(key, value());
    } while (skip(','));
    expect('}');
    return object;
  }

  private List<Object> array() {
    ArrayList<Object> array = new ArrayList<>();
    if (skip(']')) {
      return array;
    }
    do {
      array.add(value());
    } while (skip(','));
    expect(']');
    return array;
  }

  private String string() {
    StringBuilder string = new StringBuilder();
    for (char c = next(); c != '"'; c = next()) {
      string.append(c == '\\' ? escaped() : c);
    }
    return string.toString();
  }

  private char escaped() {
    char c = next();
    switch (c) {
      case 'n':
        return '\n';
      case 't':
        return '\t';
      case 'r':
        return '\r';
      case 'b':
        return '\b';
      case 'f':
        return '\f';
      case 'u':
        return (char) Integer.parseInt("" + next() + next() + next() + next(), 16);
      default:
        return c;
    }
  }

  private Object literal() {
    int start = at;
    while (at < text.length() && ",]} \t\r\n".indexOf(text.charAt(at)) < 0) {
      at++;
    }
    String literal = text.substring(start, at);
    switch (literal) {
      case "null":
        return null;
      case "true":
        return true;
      case "false":
        return false;
      default:
        return number(literal);
    }
  }

  private static Object number(String literal) {
    if (literal.matches("-?\\d+")) {
      return Long.valueOf(literal);
    }
    return Double.valueOf(literal);
  }

  private char next() {
    if (at == text.length()) {
      throw unexpected();
    }
    return text.charAt(at++);
  }

  /** The next character that is no white space, or 0 at the end. */
  private char peek() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
    return at < text.length() ? text.charAt(at) : 0;
  }

  private boolean skip(char c) {
    if (peek() != c) {
      return false;
    }
    at++;
    return true;
  }

  private void expect(char c) {
    if (!skip(c)) {
      throw unexpected();
    }
  }

  private IllegalArgumentException unexpected() {
    return new IllegalArgumentException("No JSON object: stopped at character " + at);
  }
}
