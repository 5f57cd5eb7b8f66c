package org.muleignite.cluster.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.muleignite.cluster.api.ClusterException;
import org.muleignite.cluster.config.ClusterSettings;

class NodeIdentityTest {

  @TempDir Path folder;

  private Path storage;

  @BeforeEach
  void storage() {
    storage = folder.resolve("not/there/yet");
  }

  @Test
  void theIdIsTheSameAtEveryStart() {
    String id = NodeIdentity.of(storage, settings("orders")).id();
    assertEquals(id, NodeIdentity.of(storage, settings("orders")).id());
  }

  @Test
  void everyFolderHasAnIdOfItsOwn() {
    assertNotEquals(
        NodeIdentity.of(storage, settings("orders")).id(),
        NodeIdentity.of(folder.resolve("other"), settings("orders")).id());
  }

  @Test
  void onlyTheIdentityIsLeftInTheFolder() throws Exception {
    String id = NodeIdentity.of(storage, settings("orders")).id();
    try (var files = Files.list(storage)) {
      assertEquals(List.of(file()), files.toList());
    }
    assertTrue(Files.readAllLines(file()).contains("nodeId=" + id));
  }

  @Test
  void theFolderIsItsOwnersOnly() throws Exception {
    NodeIdentity.of(storage, settings("orders"));
    assertEquals("rwx------", permissions());
    Files.setPosixFilePermissions(storage, PosixFilePermissions.fromString("rwxr-xr-x"));
    NodeIdentity.of(storage, settings("orders"));
    assertEquals("rwx------", permissions(), "after the start on a folder that others could read");
  }

  private String permissions() throws Exception {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(storage));
  }

  @Test
  void theFolderOfAnotherClusterIsRefused() {
    NodeIdentity.of(storage, settings("orders"));
    assertRefused("'clusterName' is 'invoices'", "belongs to cluster 'orders'", "set that name");
  }

  @Test
  void anotherFormatIsRefused() throws Exception {
    write("format=2", "clusterName=invoices", "nodeId=1");
    assertRefused("has format '2'", "reads format '1'", "start the version");
  }

  @Test
  void aFileOfSomebodyElseIsRefused() throws Exception {
    write("colour=blue");
    assertRefused("has format 'null'", "restore the file");
  }

  @Test
  void aFileWithoutAnIdIsRefused() throws Exception {
    write("format=1", "clusterName=invoices");
    assertRefused("has no 'nodeId'", "restore the file");
    write("format=1", "clusterName=invoices", "nodeId=");
    assertRefused("has no 'nodeId'", "restore the file");
  }

  @Test
  void aFolderThatIsAFileIsRefused() throws Exception {
    Files.createDirectories(storage.getParent());
    Files.writeString(storage, "");
    assertRefused("setting 'storage' is '" + storage + "'", "cannot be read", "set another folder");
  }

  @Test
  void aFolderThatWasMadeWithTheOtherKindOfPersistenceIsRefused() {
    NodeIdentity.of(storage, settings("invoices"));
    ClusterSettings off = settings("invoices");
    off.setPersistence(false);
    assertEquals(
        "mule-ignite setting 'persistence' is false, but the storage folder "
            + storage
            + " was made with true: set it to that, or set another 'storage' folder.",
        assertThrows(ClusterException.class, () -> NodeIdentity.of(storage, off)).getMessage());

    Path other = folder.resolve("other");
    String id = NodeIdentity.of(other, off).id();
    assertEquals(id, NodeIdentity.of(other, off).id());
    assertThrows(ClusterException.class, () -> NodeIdentity.of(other, settings("invoices")));
  }

  @Test
  void durableDataIsNotKeptInOtherNumbersOfCopiesThanItWasMadeWith() {
    ClusterSettings settings = settings("invoices");
    settings.setQueueBackups(List.of("*=2"));
    NodeIdentity.of(storage, settings);
    NodeIdentity.of(storage, settings);
    assertEquals(
        "mule-ignite setting 'queueBackups' is [], but the storage folder "
            + storage
            + " was made with [*=2]: set it to that, or set another 'storage' folder.",
        assertThrows(ClusterException.class, () -> NodeIdentity.of(storage, settings("invoices")))
            .getMessage());
    settings.setBackups(2);
    assertThrows(ClusterException.class, () -> NodeIdentity.of(storage, settings));

    ClusterSettings off = settings("invoices");
    off.setPersistence(false);
    Path other = folder.resolve("other");
    NodeIdentity.of(other, off);
    off.setBackups(2);
    NodeIdentity.of(other, off);
  }

  @Test
  void aFolderOfBeforeThereWasAChoicePersists() throws Exception {
    write("format=1", "clusterName=invoices", "nodeId=7");
    assertEquals("7", NodeIdentity.of(storage, settings("invoices")).id());
  }

  private static ClusterSettings settings(String clusterName) {
    ClusterSettings settings = new ClusterSettings();
    settings.setClusterName(clusterName);
    return settings;
  }

  private Path file() {
    return storage.resolve(NodeIdentity.FILE);
  }

  private void write(String... lines) throws Exception {
    Files.createDirectories(storage);
    Files.write(file(), List.of(lines));
  }

  private void assertRefused(String... parts) {
    String refusal =
        assertThrows(ClusterException.class, () -> NodeIdentity.of(storage, settings("invoices")))
            .getMessage();
    for (String part : parts) {
      assertTrue(refusal.contains(part), part + " in: " + refusal);
    }
    assertTrue(refusal.contains(storage.toString()), refusal);
  }
}
