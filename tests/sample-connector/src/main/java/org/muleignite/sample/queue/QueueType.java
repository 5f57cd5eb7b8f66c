package org.muleignite.sample.queue;

/** Whether the messages of a queue outlive the runtime. */
public enum QueueType {
  TRANSIENT,
  PERSISTENT
}
