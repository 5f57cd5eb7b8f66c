package org.muleignite.cluster.node;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalCopiesTest {

  @TempDir Path storage;

  private LocalCopies copies;

  @BeforeEach
  void write() throws IOException {
    for (String folder : List.of(LocalCopies.DATA, LocalCopies.WAL, LocalCopies.WAL_ARCHIVE)) {
      Files.createDirectories(storage.resolve(folder).resolve("node"));
      Files.createFile(storage.resolve(folder).resolve("node").resolve("part-1.bin"));
    }
    Files.createFile(storage.resolve(NodeIdentity.FILE));
    copies = new LocalCopies(storage.toFile());
  }

  /** As the next JVM finds them. */
  private LocalCopies afterRestart() {
    return new LocalCopies(storage.toFile());
  }

  private boolean areThere() {
    return Files.exists(storage.resolve(LocalCopies.DATA).resolve("node").resolve("part-1.bin"));
  }

  @Test
  void copiesThatNothingHappenedToAreKept() {
    copies.discardGivenUp();
    assertFalse(copies.haveDiverged());
    assertTrue(areThere());
  }

  @Test
  void divergedCopiesAreRememberedUntilTheyAreTrusted() {
    copies.diverge();
    copies.diverge();
    assertTrue(afterRestart().haveDiverged());
    afterRestart().discardGivenUp();
    assertTrue(areThere());
    copies.trusted();
    assertFalse(afterRestart().haveDiverged());
  }

  @Test
  void copiesThatAreBeingFilledAreRememberedUntilTheyAreFilled() {
    copies.fill();
    copies.trusted();
    assertTrue(afterRestart().areBeingFilled());
    assertFalse(afterRestart().haveDiverged());
    afterRestart().discardGivenUp();
    assertTrue(areThere());
    copies.filled();
    assertFalse(afterRestart().areBeingFilled());
  }

  @Test
  void givenUpCopiesAreRemovedAndTheIdentityIsKept() {
    copies.diverge();
    copies.fill();
    copies.giveUp();
    afterRestart().discardGivenUp();
    assertFalse(areThere());
    assertFalse(Files.exists(storage.resolve(LocalCopies.WAL)));
    assertFalse(Files.exists(storage.resolve(LocalCopies.WAL_ARCHIVE)));
    assertFalse(afterRestart().haveDiverged());
    assertFalse(afterRestart().areBeingFilled());
    assertTrue(Files.exists(storage.resolve(NodeIdentity.FILE)));
  }

  @Test
  void copiesThatWereNotFilledToTheEndAreRemovedAgainAndOthersAreNot() throws IOException {
    copies.giveUp();
    copies.discardGivenUp();
    Path part = storage.resolve(LocalCopies.DATA).resolve("node").resolve("part-1.bin");
    Files.createDirectories(part.getParent());
    Files.createFile(part);
    afterRestart().discardGivenUp();
    assertFalse(areThere());

    Files.createDirectories(part.getParent());
    Files.createFile(part);
    copies.trusted();
    afterRestart().discardGivenUp();
    assertTrue(areThere());
  }
}
