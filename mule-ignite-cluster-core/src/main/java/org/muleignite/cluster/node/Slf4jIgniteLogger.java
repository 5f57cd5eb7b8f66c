package org.muleignite.cluster.node;

import org.apache.ignite.IgniteLogger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ignite's log, written to the container's slf4j under Ignite's own class names. Ignite's INFO
 * becomes DEBUG: it prints pages at every membership change, of which our own lines tell the
 * operator what matters. Thread-safe.
 */
final class Slf4jIgniteLogger implements IgniteLogger {

  private final Logger logger;

  Slf4jIgniteLogger() {
    this(LoggerFactory.getLogger("org.apache.ignite"));
  }

  private Slf4jIgniteLogger(Logger logger) {
    this.logger = logger;
  }

  @Override
  public IgniteLogger getLogger(Object category) {
    if (category == null) {
      return new Slf4jIgniteLogger();
    }
    String name = category instanceof Class ? ((Class<?>) category).getName() : category.toString();
    return new Slf4jIgniteLogger(LoggerFactory.getLogger(name));
  }

  @Override
  public void trace(String message) {
    logger.trace("{}", message);
  }

  @Override
  public void debug(String message) {
    logger.trace("{}", message);
  }

  @Override
  public void info(String message) {
    logger.debug("{}", message);
  }

  @Override
  public void warning(String message, Throwable cause) {
    logger.warn(message, cause);
  }

  @Override
  public void error(String message, Throwable cause) {
    logger.error(message, cause);
  }

  @Override
  public boolean isTraceEnabled() {
    return logger.isTraceEnabled();
  }

  @Override
  public boolean isDebugEnabled() {
    return logger.isTraceEnabled();
  }

  @Override
  public boolean isInfoEnabled() {
    return logger.isDebugEnabled();
  }

  @Override
  public boolean isQuiet() {
    return false;
  }

  @Override
  public String fileName() {
    return null;
  }
}
