package org.muleignite.tests.expression;

import static java.util.stream.Collectors.toList;
import static org.mule.runtime.api.i18n.I18nMessageFactory.createStaticMessage;

import java.lang.reflect.Array;
import java.util.Iterator;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.mule.runtime.api.el.ExpressionExecutionException;
import org.mule.runtime.api.metadata.TypedValue;

/** What a value falls into when a flow iterates over it. */
final class Elements {

  private Elements() {}

  static Iterator<TypedValue<?>> of(Object value) {
    return stream(value)
        .<TypedValue<?>>map(MvelExpressionLanguage::typed)
        .collect(toList())
        .iterator();
  }

  private static Stream<?> stream(Object value) {
    if (value instanceof Iterable) {
      return StreamSupport.stream(((Iterable<?>) value).spliterator(), false);
    }
    if (value instanceof Map) {
      return ((Map<?, ?>) value).values().stream();
    }
    if (value != null && value.getClass().isArray()) {
      return IntStream.range(0, Array.getLength(value)).mapToObj(i -> Array.get(value, i));
    }
    throw new ExpressionExecutionException(
        createStaticMessage("Neither a collection, a map nor an array: " + value));
  }
}
