package org.muleignite.tests.xa;

/** Where in the life of its branch a process stops and is killed. */
enum CrashPoint {
  BEFORE_PREPARE,
  AFTER_PREPARE,
  BEFORE_COMMIT,
  AFTER_COMMIT
}
