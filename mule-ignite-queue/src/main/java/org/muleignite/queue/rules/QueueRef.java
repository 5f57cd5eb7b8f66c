package org.muleignite.queue.rules;

import java.util.regex.Pattern;

/**
 * One queue of the cluster: its id (scope of the artifact and name) and whether it is persistent.
 * All its entries share one affinity, so one node, the owner, is the primary of them all.
 *
 * <p>The queue on which one call of the VM connector waits for its reply is recognised by its name,
 * which the connector ends with a marker and a UUID. It is kept in memory whatever is configured:
 * nobody could read it after the stop of its node. Immutable.
 */
public final class QueueRef {

  private static final int POSITION_DIGITS = 16;
  private static final String HEADER = "#header";

  private static final String REPLY_MARKER = "-temp-replyTo-";
  private static final Pattern UUID_TEXT =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
  private static final int UUID_LENGTH = 36;

  private final String id;
  private final boolean persistent;
  private final boolean temporary;

  public QueueRef(String id, boolean persistent) {
    this.id = id;
    this.temporary = isTemporary(id);
    this.persistent = persistent && !temporary;
  }

  private static boolean isTemporary(String id) {
    int uuid = id.length() - UUID_LENGTH;
    return uuid > 0
        && id.startsWith(REPLY_MARKER, uuid - REPLY_MARKER.length())
        && UUID_TEXT.matcher(id.substring(uuid)).matches();
  }

  /** Whether it only serves for one reply, and is of no use once the node that waits is gone. */
  public boolean isTemporary() {
    return temporary;
  }

  public String id() {
    return id;
  }

  public boolean isPersistent() {
    return persistent;
  }

  /** The same name, kept in the other way; there is none for temporary queues. */
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
    return new EntryKey(area(), id, name);
  }

  private Area area() {
    if (temporary) {
      return Area.TEMPORARY;
    }
    return persistent ? Area.PERSISTENT : Area.TRANSIENT;
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
