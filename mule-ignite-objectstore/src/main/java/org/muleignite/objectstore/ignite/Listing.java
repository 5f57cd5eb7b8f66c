package org.muleignite.objectstore.ignite;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.muleignite.objectstore.rules.Mark;
import org.muleignite.objectstore.rules.StorableText;

/** What one node knows of a Mule partition, on its way to another. Immutable. */
final class Listing implements Serializable {

  private static final long serialVersionUID = 1L;

  private final int count;
  private final String[] keys;
  private final byte[][] headers;
  private final int[] bytes;

  private Listing(int count, List<Mark> marks) {
    this.count = count;
    this.keys = new String[marks.size()];
    this.headers = new byte[marks.size()][];
    this.bytes = new int[marks.size()];
    for (int i = 0; i < keys.length; i++) {
      Mark mark = marks.get(i);
      keys[i] = StorableText.encode(mark.key());
      headers[i] = mark.header();
      bytes[i] = mark.bytes();
    }
  }

  static Listing of(List<Mark> marks) {
    return new Listing(marks.size(), marks);
  }

  static Listing ofCount(int count) {
    return new Listing(count, new ArrayList<>());
  }

  int count() {
    return count;
  }

  List<Mark> marks() {
    List<Mark> marks = new ArrayList<>(keys.length);
    for (int i = 0; i < keys.length; i++) {
      marks.add(new Mark(StorableText.decode(keys[i]), headers[i], bytes[i]));
    }
    return marks;
  }
}
