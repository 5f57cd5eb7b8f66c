package org.muleignite.cluster.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.muleignite.cluster.api.ClusterException;

/** What other nodes may make a node create, as Ignite gets to know it. */
class ReceivedClassesTest {

  @TempDir File storage;

  @BeforeEach
  void establish() {
    EnginePrerequisites.establish(ReceivedClassesTest.class.getClassLoader());
    System.setProperty(ReceivedClasses.PROPERTY, ReceivedClasses.RESOURCE);
  }

  @AfterEach
  void restore() {
    System.setProperty(ReceivedClasses.PROPERTY, ReceivedClasses.RESOURCE);
  }

  @Test
  void ourOwnListHoldsWhereNothingIsAdded() {
    ReceivedClasses.establish(List.of(), storage);
    assertEquals(ReceivedClasses.RESOURCE, System.getProperty(ReceivedClasses.PROPERTY));
    assertEquals(0, storage.list().length);
  }

  @Test
  void whatIsAddedIsInAListWithOurs() throws Exception {
    ReceivedClasses.establish(List.of("com.example.*"), storage);
    List<String> all = Files.readAllLines(Path.of(System.getProperty(ReceivedClasses.PROPERTY)));
    assertTrue(all.containsAll(List.of("org.muleignite.*", "com.example.*")), all.toString());

    ReceivedClasses.establish(List.of(), storage);
    assertEquals(ReceivedClasses.RESOURCE, System.getProperty(ReceivedClasses.PROPERTY));
  }

  @Test
  void aListOfSomebodyElseIsNotReplaced() {
    System.setProperty(ReceivedClasses.PROPERTY, "/mine");
    ReceivedClasses.establish(List.of(), storage);
    assertEquals("/mine", System.getProperty(ReceivedClasses.PROPERTY));
    String refusal =
        assertThrows(
                ClusterException.class,
                () -> ReceivedClasses.establish(List.of("com.example.*"), storage))
            .getMessage();
    assertTrue(refusal.contains("'receivedClasses' is [com.example.*]"), refusal);
    assertTrue(refusal.endsWith("names another list, /mine: remove one of them."), refusal);
  }
}
