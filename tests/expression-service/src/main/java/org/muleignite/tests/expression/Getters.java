package org.muleignite.tests.expression;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Optional;

/**
 * Finds the method to call for a property, also when the object's own class is hidden behind public
 * types.
 */
final class Getters {

  private Getters() {}

  /**
   * The public method without parameters of that name, declared in a public class or interface of
   * the type.
   */
  static Optional<Method> find(Class<?> type, String name) {
    Deque<Class<?>> pending = new ArrayDeque<>();
    pending.add(type);
    while (!pending.isEmpty()) {
      Class<?> candidate = pending.remove();
      if (Modifier.isPublic(candidate.getModifiers())) {
        Optional<Method> declared =
            Arrays.stream(candidate.getMethods())
                .filter(method -> method.getName().equals(name) && method.getParameterCount() == 0)
                .filter(method -> Modifier.isPublic(method.getDeclaringClass().getModifiers()))
                .findFirst();
        if (declared.isPresent()) {
          return declared;
        }
      }
      if (candidate.getSuperclass() != null) {
        pending.add(candidate.getSuperclass());
      }
      pending.addAll(Arrays.asList(candidate.getInterfaces()));
    }
    return Optional.empty();
  }
}
