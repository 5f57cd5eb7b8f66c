package org.muleignite.tests.expression;

import static org.mule.runtime.api.i18n.I18nMessageFactory.createStaticMessage;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.mule.runtime.api.el.BindingContext;
import org.mule.runtime.api.el.ExpressionExecutionException;
import org.mule.runtime.api.metadata.TypedValue;

/**
 * A bound name followed by dotted keys of maps or properties of beans: {@code
 * attributes.queryParams.id}.
 */
final class BindingPath {

  private static final Pattern PATH = Pattern.compile("[A-Za-z_]\\w*(\\.[A-Za-z_]\\w*)*");

  private BindingPath() {}

  /** Empty when the expression is not such a path, or starts with a name that is not bound. */
  static Optional<TypedValue<?>> evaluate(String expression, BindingContext context) {
    if (!PATH.matcher(expression).matches()) {
      return Optional.empty();
    }
    String[] names = expression.split("\\.");
    if (!context.identifiers().contains(names[0])) {
      return Optional.empty();
    }
    Object value = context.lookup(names[0]).orElse(null);
    for (int i = 1; i < names.length; i++) {
      value =
          property(
              value instanceof TypedValue ? ((TypedValue<?>) value).getValue() : value, names[i]);
    }
    return Optional.of(MvelExpressionLanguage.typed(value));
  }

  private static Object property(Object owner, String name) {
    if (owner == null) {
      return null;
    }
    if (owner instanceof Map) {
      return ((Map<?, ?>) owner).get(name);
    }
    String suffix = Character.toUpperCase(name.charAt(0)) + name.substring(1);
    for (String getter : new String[] {"get" + suffix, "is" + suffix, name}) {
      Optional<Method> method = Getters.find(owner.getClass(), getter);
      if (method.isPresent()) {
        return call(method.get(), owner);
      }
    }
    throw new ExpressionExecutionException(
        createStaticMessage("No property '" + name + "' in a " + owner.getClass().getName()));
  }

  private static Object call(Method getter, Object owner) {
    try {
      Object value = getter.invoke(owner);
      return value instanceof Optional ? ((Optional<?>) value).orElse(null) : value;
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new ExpressionExecutionException(createStaticMessage("Cannot read " + getter), e);
    }
  }
}
