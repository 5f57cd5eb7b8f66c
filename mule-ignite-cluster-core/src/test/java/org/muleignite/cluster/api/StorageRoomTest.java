package org.muleignite.cluster.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class StorageRoomTest {

  private static final long MEGABYTE = 1L << 20;

  private long used;
  private long usable;
  private long now;

  private StorageRoom room(long memoryMegabytes) {
    return new StorageRoom(memoryMegabytes * MEGABYTE, () -> used, () -> usable, () -> now);
  }

  @Test
  void ofTheDiskTheLast128MegabytesAreKept() {
    StorageRoom room = room(256);
    usable = 129 * MEGABYTE;
    assertEquals(MEGABYTE, room.left(true));
    usable = 128 * MEGABYTE;
    assertEquals(0, room.left(true));
    usable = 0;
    assertEquals(-128 * MEGABYTE, room.left(true));
    usable = (1024 + 128) * MEGABYTE;
    assertEquals(1024 * MEGABYTE, room.left(true));
    usable++;
    assertEquals(StorageRoom.PLENTY, room.left(true));
  }

  @Test
  void whereThereIsPlentyTheDiskIsNotAskedEachTime() {
    StorageRoom room = room(256);
    usable = 2048 * MEGABYTE;
    assertEquals(StorageRoom.PLENTY, room.left(true));
    usable = 0;
    now += TimeUnit.MILLISECONDS.toNanos(100) - 1;
    assertEquals(StorageRoom.PLENTY, room.left(true));
    now++;
    assertEquals(-128 * MEGABYTE, room.left(true));
    usable = 129 * MEGABYTE;
    assertEquals(MEGABYTE, room.left(true), "where there is little it is asked each time");
  }

  @Test
  void ofTheMemoryATwentiethIsKeptAndAtLeastFourMegabytes() {
    StorageRoom large = room(1_000);
    used = 940 * MEGABYTE;
    assertEquals(10 * MEGABYTE, large.left(false));
    used = 960 * MEGABYTE;
    assertEquals(-10 * MEGABYTE, large.left(false));
    used = 100 * MEGABYTE;
    assertEquals(StorageRoom.PLENTY, large.left(false));
    StorageRoom small = room(24);
    used = 19 * MEGABYTE;
    assertEquals(MEGABYTE, small.left(false));
  }
}
