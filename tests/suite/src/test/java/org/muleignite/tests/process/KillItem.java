package org.muleignite.tests.process;

/**
 * An item of the kill test, as the text that travels through the queues.
 *
 * @param producer one thread of one JVM
 */
record KillItem(String queue, String producer, int number) {

  static KillItem parse(String text) {
    String[] parts = text.split(":", 3);
    return new KillItem(parts[0], parts[1], Integer.parseInt(parts[2]));
  }

  @Override
  public String toString() {
    return queue + ':' + producer + ':' + number;
  }
}
