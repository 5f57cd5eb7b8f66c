package org.muleignite.queue.rules;

import java.util.UUID;

/** Who uses a queue. Thread-safe; never blocks. */
final class Usage {

  /** So many that a move of the queue, which costs as much as a few of them, is worth it. */
  static final int REQUESTS = 250;

  /** So few come from others that they do not count. */
  private static final int OTHERS = REQUESTS / 16;

  private UUID user;
  private int requests;
  private int others;

  /**
   * @return the node that sent this and nearly all of the last {@value #REQUESTS} requests, once
   *     for so many of them; otherwise null
   */
  synchronized UUID count(UUID sender) {
    if (requests == 0) {
      user = sender;
      others = 0;
    }
    requests++;
    if (!sender.equals(user)) {
      others++;
    }
    boolean mixed = others > OTHERS;
    boolean told = !mixed && requests >= REQUESTS;
    if (mixed || told) {
      requests = 0;
    }
    return told ? user : null;
  }
}
