package org.muleignite.queue.rules;

import java.util.Objects;

/**
 * Names one entry of the cluster's caches. Entries of the same affinity live on the same node. The
 * order is the one in which a change locks its entries, the same on every node. Immutable.
 */
public final class EntryKey implements Comparable<EntryKey> {

  private final Area area;
  private final String affinity;
  private final String name;

  /**
   * @param name unique within the area by itself, whatever the affinity
   */
  public EntryKey(Area area, String affinity, String name) {
    this.area = area;
    this.affinity = affinity;
    this.name = name;
  }

  public Area area() {
    return area;
  }

  public String affinity() {
    return affinity;
  }

  public String name() {
    return name;
  }

  @Override
  public int compareTo(EntryKey other) {
    int byArea = area.compareTo(other.area);
    return byArea != 0 ? byArea : name.compareTo(other.name);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof EntryKey
        && area == ((EntryKey) other).area
        && name.equals(((EntryKey) other).name);
  }

  @Override
  public int hashCode() {
    return Objects.hash(area, name);
  }

  @Override
  public String toString() {
    return area + ":" + name;
  }
}
