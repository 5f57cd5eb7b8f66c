package org.muleignite.tests.scheduler;

import java.lang.reflect.Field;

/**
 * Empties what a task has left in the thread locals of a pooled thread: Mule keeps the context of
 * an application there, and a thread that lives on would keep every application alive that it ever
 * worked for. Needs {@code java.lang} opened on Java 9 and later, as the container has it.
 * Stateless.
 */
final class ThreadLocals {

  private static final Field[] MAPS = {map("threadLocals"), map("inheritableThreadLocals")};

  private ThreadLocals() {}

  private static Field map(String name) {
    try {
      Field field = Thread.class.getDeclaredField(name);
      field.setAccessible(true);
      return field;
    } catch (NoSuchFieldException e) {
      throw new IllegalStateException("This JVM keeps thread locals elsewhere", e);
    }
  }

  /** To be called by the thread itself, between two tasks. */
  static void clear() {
    try {
      for (Field map : MAPS) {
        map.set(Thread.currentThread(), null);
      }
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("The thread locals are out of reach", e);
    }
  }
}
