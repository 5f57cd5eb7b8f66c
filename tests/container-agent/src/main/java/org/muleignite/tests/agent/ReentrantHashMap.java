package org.muleignite.tests.agent;

import java.util.HashMap;
import java.util.function.Function;

/**
 * A hash map whose {@link #computeIfAbsent} may be called again by the function that it runs, as
 * Java 8 let pass and Java 9 refuses. The value computed innermost for a key is overwritten by the
 * outer one. Not thread-safe.
 */
public final class ReentrantHashMap<K, V> extends HashMap<K, V> {

  private static final long serialVersionUID = 1L;

  @Override
  public V computeIfAbsent(K key, Function<? super K, ? extends V> function) {
    V present = get(key);
    if (present != null) {
      return present;
    }
    V computed = function.apply(key);
    if (computed != null) {
      put(key, computed);
    }
    return computed;
  }
}
