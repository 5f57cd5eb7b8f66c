package org.muleignite.tests.scheduler;

import java.security.AccessController;
import java.security.PrivilegedAction;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** Daemon threads named after their pool, numbered from 01. Thread-safe. */
final class NamedThreads implements ThreadFactory {

  private final String pool;
  private final AtomicInteger number = new AtomicInteger();

  NamedThreads(String pool) {
    this.pool = pool;
  }

  @Override
  public Thread newThread(Runnable task) {
    // Privileged, since a thread remembers who made it, and so the application on whose behalf.
    return AccessController.doPrivileged((PrivilegedAction<Thread>) () -> create(task));
  }

  private Thread create(Runnable task) {
    Thread thread = new Thread(task, String.format("%s.%02d", pool, number.incrementAndGet()));
    thread.setDaemon(true);
    // Else a thread would keep alive the application that happened to need it first.
    thread.setContextClassLoader(NamedThreads.class.getClassLoader());
    return thread;
  }
}
