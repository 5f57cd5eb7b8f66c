package org.muleignite.queue.rules;

/**
 * One queue of the cluster: its id (scope of the artifact and name) and whether it is persistent.
 * All its entries share one affinity, so one node, the owner, is the primary of them all.
 * Immutable.
 */
public final class QueueRef {

  private static final int POSITION_DIGITS = 16;
  private static final String HEADER = "#header";

  private final String id;
  private final boolean persistent;

  public QueueRef(String id, boolean persistent) {
    this.id = id;
    this.persistent = persistent;
  }

  public String id() {
    return id;
  }

  public boolean isPersistent() {
    return persistent;
  }

  /** The same name, kept in the other way. */
  public QueueRef otherKind() {
    return new QueueRef(id, !persistent);
  }

  /**
   * The key of an item. Always ends with '#' and 16 hexadecimal digits, so that the keys of two
   * queues can never be equal, whatever their names.
   */
  public EntryKey item(long position) {
    return entry(id + '#' + digits(position));
  }

  /** The key of the entry that records how the queue is configured. */
  public EntryKey header() {
    return entry(id + HEADER);
  }

  /**
   * @return the position of the item that the key names, or -1 when it names no item of this queue
   */
  public long positionOf(String keyName) {
    int split = id.length();
    boolean item =
        keyName.length() == split + 1 + POSITION_DIGITS
            && keyName.charAt(split) == '#'
            && keyName.startsWith(id);
    return item ? Long.parseLong(keyName.substring(split + 1), 16) : -1L;
  }

  private EntryKey entry(String name) {
    return new EntryKey(persistent ? Area.PERSISTENT : Area.TRANSIENT, id, name);
  }

  private static String digits(long position) {
    String hex = Long.toHexString(position);
    StringBuilder padded = new StringBuilder(POSITION_DIGITS);
    for (int i = hex.length(); i < POSITION_DIGITS; i++) {
      padded.append('0');
    }
    return padded.append(hex).toString();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof QueueRef
        && persistent == ((QueueRef) other).persistent
        && id.equals(((QueueRef) other).id);
  }

  @Override
  public int hashCode() {
    return persistent ? ~id.hashCode() : id.hashCode();
  }

  @Override
  public String toString() {
    return (persistent ? "persistent queue '" : "transient queue '") + id + "'";
  }
}
