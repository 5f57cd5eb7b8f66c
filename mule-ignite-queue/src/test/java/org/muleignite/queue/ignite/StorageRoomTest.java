package org.muleignite.queue.ignite;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import org.junit.jupiter.api.Test;
import org.muleignite.queue.rules.RoomGauge;

class StorageRoomTest {

  private static final long MEGABYTE = 1L << 20;

  private final File folder = new File("data");
  private long used;
  private long usable;

  private StorageRoom room(long memoryMegabytes) {
    return new StorageRoom(
        memoryMegabytes * MEGABYTE,
        () -> used,
        folder,
        asked -> {
          assertEquals(folder, asked);
          return usable;
        });
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
    assertEquals(RoomGauge.PLENTY, room.left(true));
  }

  @Test
  void ofTheMemoryATwentiethIsKeptAndAtLeastFourMegabytes() {
    StorageRoom large = room(1_000);
    used = 940 * MEGABYTE;
    assertEquals(10 * MEGABYTE, large.left(false));
    used = 960 * MEGABYTE;
    assertEquals(-10 * MEGABYTE, large.left(false));
    used = 100 * MEGABYTE;
    assertEquals(RoomGauge.PLENTY, large.left(false));
    StorageRoom small = room(24);
    used = 19 * MEGABYTE;
    assertEquals(MEGABYTE, small.left(false));
  }
}
