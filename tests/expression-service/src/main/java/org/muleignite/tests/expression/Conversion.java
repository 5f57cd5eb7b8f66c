package org.muleignite.tests.expression;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.mule.runtime.api.i18n.I18nMessageFactory.createStaticMessage;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import org.mule.runtime.api.el.ExpressionExecutionException;
import org.mule.runtime.api.metadata.DataType;
import org.mule.runtime.api.metadata.TypedValue;
import org.mule.runtime.api.streaming.bytes.CursorStreamProvider;

/**
 * Turns a result into the simple type that a component expects of it. Text is UTF-8 wherever it
 * becomes bytes.
 */
final class Conversion {

  private static final int CHUNK_BYTES = 8192;

  private Conversion() {}

  /**
   * Leaves the value as it is when it has the type already.
   *
   * @throws ExpressionExecutionException when there is no simple way from one type to the other
   */
  static TypedValue<?> to(DataType expected, TypedValue<?> result) {
    Object value = result.getValue();
    if (value == null || expected.getType().isInstance(value)) {
      return result;
    }
    return new TypedValue<>(convert(value, expected.getType()), expected);
  }

  private static Object convert(Object value, Class<?> type) {
    if (type == String.class) {
      return text(value);
    }
    if (type == byte[].class) {
      return bytes(value);
    }
    if (type == InputStream.class) {
      return new ByteArrayInputStream(bytes(value));
    }
    if (type == Boolean.class || type == boolean.class) {
      return Boolean.valueOf(text(value).trim());
    }
    return number(value, type);
  }

  private static Object number(Object value, Class<?> type) {
    if (type == Integer.class || type == int.class) {
      return decimal(value).intValue();
    }
    if (type == Long.class || type == long.class) {
      return decimal(value).longValue();
    }
    if (type == Double.class || type == double.class || type == Number.class) {
      return decimal(value).doubleValue();
    }
    throw new ExpressionExecutionException(
        createStaticMessage(
            "Cannot make a " + type.getName() + " of a " + value.getClass().getName()));
  }

  private static BigDecimal decimal(Object value) {
    String digits = text(value).trim();
    try {
      return new BigDecimal(digits);
    } catch (NumberFormatException e) {
      throw new ExpressionExecutionException(
          createStaticMessage("Not a number: '" + digits + "'"), e);
    }
  }

  private static String text(Object value) {
    boolean binary =
        value instanceof byte[]
            || value instanceof InputStream
            || value instanceof CursorStreamProvider;
    return binary ? new String(bytes(value), UTF_8) : String.valueOf(value);
  }

  private static byte[] bytes(Object value) {
    if (value instanceof byte[]) {
      return (byte[]) value;
    }
    if (value instanceof InputStream) {
      return drain((InputStream) value);
    }
    if (value instanceof CursorStreamProvider) {
      return drain(((CursorStreamProvider) value).openCursor());
    }
    return String.valueOf(value).getBytes(UTF_8);
  }

  private static byte[] drain(InputStream stream) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    byte[] chunk = new byte[CHUNK_BYTES];
    try (InputStream in = stream) {
      for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
        all.write(chunk, 0, read);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return all.toByteArray();
  }
}
