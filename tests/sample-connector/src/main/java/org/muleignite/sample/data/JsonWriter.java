package org.muleignite.sample.data;

import java.util.Map;

/** Writes JSON. */
final class JsonWriter {

  private final StringBuilder text = new StringBuilder();

  private JsonWriter() {}

  static String write(Object value) {
    JsonWriter writer = new JsonWriter();
    writer.value(value);
    return writer.text.toString();
  }

  private void value(Object value) {
    if (value == null || value instanceof Number || value instanceof Boolean) {
      text.append(value);
    } else if (value instanceof Map) {
      object((Map<?, ?>) value);
    } else if (value instanceof Iterable) {
      array((Iterable<?>) value);
    } else {
      string(value.toString());
    }
  }

  private void object(Map<?, ?> map) {
    String separator = "{";
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      text.append(separator);
      string(String.valueOf(entry.getKey()));
      text.append(':');
      value(entry.getValue());
      separator = ",";
    }
    text.append(map.isEmpty() ? "{}" : "}");
  }

  private void array(Iterable<?> values) {
    text.append('[');
    String separator = "";
    for (Object value : values) {
      text.append(separator);
      value(value);
      separator = ",";
    }
    text.append(']');
  }

  private void string(String value) {
    text.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\') {
        text.append('\\').append(c);
      } else if (c < ' ') {
        text.append(String.format("\\u%04x", (int) c));
      } else {
        text.append(c);
      }
    }
    text.append('"');
  }
}
