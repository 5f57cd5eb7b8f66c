package org.muleignite.cluster.entry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.ignite.Ignition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.muleignite.cluster.engine.IgniteEngineProvider;
import org.muleignite.cluster.engine.StubEngine;

class EngineLocatorTest {

  private static final String SERVICE =
      "META-INF/services/" + ClusterEngineProvider.class.getName();

  @TempDir Path folder;

  private Path home;
  private Path base;

  @BeforeEach
  void mule() {
    home = folder.resolve("home");
    base = folder.resolve("base");
    System.setProperty("mule.home", home.toString());
    System.setProperty("mule.base", base.toString());
  }

  @AfterEach
  void forget() {
    System.clearProperty("mule.home");
    System.clearProperty("mule.base");
  }

  /** Starts the stub; counts as a whole engine. */
  private static Jar engine() throws IOException {
    return new Jar()
        .type(StubEngine.class)
        .type(IgniteEngineProvider.class)
        .text(SERVICE, StubEngine.class.getName());
  }

  private static Path engineFolder(Path mule) {
    return mule.resolve(EngineLocator.FOLDER);
  }

  private static Path jar(Path mule, String name) {
    return engineFolder(mule).resolve(name);
  }

  private static String start(URL... onTheContainer) throws IOException {
    try (ContainerLoader container = new ContainerLoader(onTheContainer)) {
      return EngineLocator.startEngine(container, null).toString();
    }
  }

  private static String refusal(URL... onTheContainer) {
    return assertThrows(IllegalStateException.class, () -> start(onTheContainer)).getMessage();
  }

  private static String engines(int count) {
    return "There are "
        + count
        + " engines of mule-ignite in lib/mule-ignite instead of one: remove all jars there and"
        + " unzip one distribution over MULE_HOME.";
  }

  @Test
  void theEngineStartsForTheBaseUnderItsOwnClassLoader() throws Exception {
    engine().into(jar(base, "engine.jar"));
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    assertEquals(base + " true", start());
    assertSame(before, Thread.currentThread().getContextClassLoader());
  }

  @Test
  void aBaseWithoutAnEngineUsesThatOfTheHome() throws Exception {
    engine().into(jar(home, "engine.jar"));
    assertEquals(base + " true", start());
  }

  @Test
  void withoutABaseTheHomeIsTheBase() throws Exception {
    System.clearProperty("mule.base");
    engine().into(jar(home, "engine.jar"));
    assertEquals(home + " true", start());
  }

  @Test
  void whatTheEngineSaysWhenItCannotStartIsPassedOn() throws Exception {
    engine().into(jar(base, "engine.jar"));
    Files.writeString(base.resolve(StubEngine.BROKEN), "");
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    assertEquals("broken", refusal());
    assertSame(before, Thread.currentThread().getContextClassLoader());
  }

  @Test
  void aJvmThatIsNoMuleIsRefused() {
    System.clearProperty("mule.base");
    System.clearProperty("mule.home");
    assertEquals(
        "The system property 'mule.home' is not set: start Mule with its own start script.",
        refusal());
  }

  @Test
  void aMissingFolderIsNamed() {
    assertEquals(
        "The engine folder '"
            + engineFolder(home)
            + "' is missing: unzip the mule-ignite distribution over MULE_HOME again.",
        refusal());
  }

  @Test
  void aFolderWithoutAJarIsNamed() throws Exception {
    Files.createDirectories(engineFolder(base));
    Files.writeString(jar(base, "readme.txt"), "");
    assertEquals(
        "The engine folder '"
            + engineFolder(base)
            + "' has no jar: unzip the mule-ignite distribution over MULE_HOME again.",
        refusal());
  }

  @ParameterizedTest
  @ValueSource(classes = {Ignition.class, IgniteEngineProvider.class})
  void aSecondEngineOnTheClassPathOfMuleIsRefused(Class<?> part) throws Exception {
    engine().into(jar(base, "engine.jar"));
    URL second = new Jar().type(part).into(home.resolve("lib/user/second.jar"));
    String refusal = refusal(second);
    assertTrue(refusal.startsWith("A second engine of mule-ignite"), refusal);
    assertTrue(refusal.contains("(jar:" + second + "!/" + Jar.resourceOf(part) + ")"), refusal);
    assertTrue(refusal.contains("remove that jar"), refusal);
  }

  @Test
  void twoVersionsOfTheEngineAreRefused() throws Exception {
    engine().into(jar(base, "engine-1.jar"));
    engine().into(jar(base, "engine-2.jar"));
    assertEquals(engines(2), refusal());
  }

  @Test
  void jarsWithoutAnEngineAreRefused() throws Exception {
    new Jar().text("library.txt", "").into(jar(base, "library.jar"));
    assertEquals(engines(0), refusal());
  }

  @Test
  void anEngineOfAnotherReleaseIsRefused() throws Exception {
    engine().text(SERVICE, "org.muleignite.cluster.engine.Renamed").into(jar(base, "engine.jar"));
    String refusal = refusal();
    assertTrue(refusal.startsWith("The engine in lib/mule-ignite does not fit"), refusal);
    assertTrue(refusal.contains("org.muleignite.cluster.engine.Renamed"), refusal);
  }
}
