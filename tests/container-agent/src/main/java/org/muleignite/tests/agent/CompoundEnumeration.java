package org.muleignite.tests.agent;

import java.util.Enumeration;
import java.util.NoSuchElementException;

/**
 * One enumeration after the other; has the shape of the class of this name that Java 8 had in
 * {@code sun.misc}. Confined to one thread, like every enumeration.
 */
public final class CompoundEnumeration<E> implements Enumeration<E> {

  private final Enumeration<E>[] parts;
  private int current;

  /** Takes the array as it is; null elements count as empty. */
  public CompoundEnumeration(Enumeration<E>[] parts) {
    this.parts = parts;
  }

  @Override
  public boolean hasMoreElements() {
    while (current < parts.length) {
      if (parts[current] != null && parts[current].hasMoreElements()) {
        return true;
      }
      current++;
    }
    return false;
  }

  @Override
  public E nextElement() {
    if (!hasMoreElements()) {
      throw new NoSuchElementException("no part has a further element");
    }
    return parts[current].nextElement();
  }
}
