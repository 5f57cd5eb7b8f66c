package org.muleignite.cluster.node;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.muleignite.cluster.api.ClusterException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The copies of durable data that this node has on its disk, and what is wrong with them. Three
 * faults are remembered over a crash, each by a file beside the copies:
 *
 * <ul>
 *   <li>They have diverged: the node was cut off, or paused, and may have applied changes that
 *       nobody acknowledged and the others do not have. Ignite counts changes to tell which copy is
 *       newer, so it would take such a copy for as new as one with as many acknowledged changes.
 *   <li>They are being filled, and the disk may have what others removed, counted as if it had not.
 *   <li>They are given up: they do not count, and do not have all of the others' yet.
 * </ul>
 *
 * <p>Thread-safe.
 */
final class LocalCopies {

  static final String DATA = "data";
  static final String WAL = "wal";
  static final String WAL_ARCHIVE = "wal-archive";

  private static final Logger LOGGER = LoggerFactory.getLogger(LocalCopies.class);
  private static final List<String> FOLDERS = Arrays.asList(DATA, WAL, WAL_ARCHIVE);

  private final Path storage;
  private final Path diverged;
  private final Path filling;
  private final Path givenUp;

  LocalCopies(File storage) {
    this.storage = storage.toPath();
    this.diverged = this.storage.resolve("copies.diverged");
    this.filling = this.storage.resolve("copies.filling");
    this.givenUp = this.storage.resolve("copies.given-up");
  }

  /** From now on until they are {@link #trusted()}, also over restarts. */
  synchronized void diverge() {
    mark(diverged);
  }

  boolean haveDiverged() {
    return Files.exists(diverged);
  }

  /** The node serves again with what it has. */
  synchronized void trusted() {
    unmark(diverged);
    unmark(givenUp);
  }

  /** From now on until they are {@link #filled()}, also over restarts. */
  synchronized void fill() {
    mark(filling);
  }

  boolean areBeingFilled() {
    return Files.exists(filling);
  }

  /** What the others had is on this disk, or nothing was taken from them at all. */
  synchronized void filled() {
    unmark(filling);
  }

  /** They are to be filled from the others; only on their word that they have everything. */
  synchronized void giveUp() {
    mark(givenUp);
  }

  /**
   * Removes what was given up, or not filled to the end by an earlier start: whatever is there,
   * others have it as well. To be called while no engine runs on the storage.
   */
  synchronized void discardGivenUp() {
    if (!Files.exists(givenUp)) {
      return;
    }
    try {
      for (String folder : FOLDERS) {
        Folders.delete(storage.resolve(folder));
      }
    } catch (IOException e) {
      throw unusable(e);
    }
    unmark(diverged);
    unmark(filling);
    LOGGER.info("The copies in {} are discarded, and filled anew from the other nodes.", storage);
  }

  private void mark(Path file) {
    try {
      if (!Files.exists(file)) {
        Files.createFile(file);
      }
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  private void unmark(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  private ClusterException unusable(IOException cause) {
    return new ClusterException(
        "The storage folder "
            + storage
            + " cannot be changed ("
            + cause
            + "): give the user that runs Mule access to it.",
        cause);
  }
}
