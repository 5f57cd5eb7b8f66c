package org.muleignite.cluster.entry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.URL;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mule.runtime.core.api.MuleContext;
import org.muleignite.cluster.api.ClusterException;
import org.muleignite.cluster.api.ClusterUnavailableException;

class EngineClassLoaderTest {

  private static final String IN_IGNITE = "org/apache/ignite/some.txt";

  @TempDir Path folder;

  private URL engineJar;
  private URL containerJar;
  private ContainerLoader container;
  private EngineClassLoader loader;

  @BeforeEach
  void open() throws Exception {
    engineJar =
        new Jar()
            .type(ClusterException.class)
            .type(ClusterEngine.class)
            .type(MuleContext.class)
            .text(IN_IGNITE, "")
            .text("both.txt", "")
            .into(folder.resolve("engine.jar"));
    containerJar =
        new Jar()
            .text(IN_IGNITE, "")
            .text("both.txt", "")
            .text("container.txt", "")
            .into(folder.resolve("container.jar"));
    container = new ContainerLoader(containerJar);
    loader = new EngineClassLoader(new URL[] {engineJar}, container);
  }

  @AfterEach
  void close() throws Exception {
    loader.close();
    container.close();
  }

  @Test
  void theEngineHasItsOwnCopyOfItsClasses() throws Exception {
    Class<?> own = loader.loadClass(ClusterException.class.getName());
    assertSame(loader, own.getClassLoader());
    assertNotSame(ClusterException.class, own);
    assertSame(own, loader.loadClass(ClusterException.class.getName()));
  }

  @Test
  void aClassOfTheEngineNeverComesFromTheContainer() {
    for (String absent :
        List.of(ClusterUnavailableException.class.getName(), "org.apache.ignite.Ignition")) {
      assertThrows(ClassNotFoundException.class, () -> loader.loadClass(absent));
    }
  }

  @Test
  void theTypesBetweenEntryAndEngineAreShared() throws Exception {
    assertSame(ClusterEngine.class, loader.loadClass(ClusterEngine.class.getName()));
  }

  @Test
  void allElseIsTheContainersEvenWhereTheEngineHasACopy() throws Exception {
    assertSame(MuleContext.class, loader.loadClass(MuleContext.class.getName()));
  }

  @Test
  void aResourceIsTheEnginesOwnWhereItHasOne() {
    assertEquals(in(engineJar, "both.txt"), loader.getResource("both.txt").toString());
    assertEquals(in(containerJar, "container.txt"), loader.getResource("container.txt").toString());
    assertNull(loader.getResource("none.txt"));
  }

  @Test
  void ofAllResourcesOfANameTheEnginesComeFirst() throws Exception {
    assertEquals(List.of(in(engineJar, "both.txt"), in(containerJar, "both.txt")), all("both.txt"));
  }

  @Test
  void aResourceInAPackageOfTheEngineIsNotTakenFromTheContainerToo() throws Exception {
    assertEquals(List.of(in(engineJar, IN_IGNITE)), all(IN_IGNITE));
  }

  private List<String> all(String name) throws Exception {
    return Collections.list(loader.getResources(name)).stream().map(URL::toString).toList();
  }

  private static String in(URL jar, String name) {
    return "jar:" + jar + "!/" + name;
  }
}
