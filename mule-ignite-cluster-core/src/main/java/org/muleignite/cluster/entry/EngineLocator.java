package org.muleignite.cluster.entry;

import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.mule.runtime.module.deployment.api.DeploymentService;

/**
 * Finds the one engine under {@code lib/mule-ignite} and starts it. Refuses an installation with no
 * engine, with half of one, or with a second one where the container's class loader sees it.
 * Stateless.
 */
final class EngineLocator {

  static final String FOLDER = "lib/mule-ignite";

  private static final String[] ENGINE_CLASSES = {
    "org/apache/ignite/Ignition.class", "org/muleignite/cluster/engine/IgniteEngineProvider.class"
  };

  private EngineLocator() {}

  /**
   * @throws IllegalStateException when the installation is wrong, with what and how to mend it
   * @throws RuntimeException what the engine says when it cannot start
   */
  static ClusterEngine startEngine(ClassLoader container, DeploymentService deployments) {
    refuseSecondEngine(container);
    File base = muleFolder("mule.base");
    EngineClassLoader loader = new EngineClassLoader(jars(engineFolder(base)), container);
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(loader);
    try {
      return provider(loader).start(base, deployments);
    } catch (RuntimeException | Error e) {
      closeQuietly(loader, e);
      throw e;
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private static void refuseSecondEngine(ClassLoader container) {
    for (String name : ENGINE_CLASSES) {
      URL found = container.getResource(name);
      if (found != null) {
        throw new IllegalStateException(
            "A second engine of mule-ignite is on Mule's own class path ("
                + found
                + "): remove that jar; Ignite and the engine belong into "
                + FOLDER
                + " only.");
      }
    }
  }

  private static File muleFolder(String property) {
    String base = System.getProperty(property, System.getProperty("mule.home"));
    if (base == null) {
      throw new IllegalStateException(
          "The system property 'mule.home' is not set: start Mule with its own start script.");
    }
    return new File(base);
  }

  private static File engineFolder(File base) {
    File inBase = new File(base, FOLDER);
    File folder = inBase.isDirectory() ? inBase : new File(muleFolder("mule.home"), FOLDER);
    if (!folder.isDirectory()) {
      throw new IllegalStateException(
          "The engine folder '"
              + folder
              + "' is missing: unzip the mule-ignite distribution over MULE_HOME again.");
    }
    return folder;
  }

  private static URL[] jars(File folder) {
    File[] files = folder.listFiles((dir, name) -> name.endsWith(".jar"));
    if (files == null || files.length == 0) {
      throw new IllegalStateException(
          "The engine folder '"
              + folder
              + "' has no jar: unzip the mule-ignite distribution over MULE_HOME again.");
    }
    Arrays.sort(files);
    List<URL> urls = new ArrayList<>();
    for (File file : files) {
      try {
        urls.add(file.toURI().toURL());
      } catch (MalformedURLException e) {
        throw new IllegalStateException(
            "The engine jar '" + file + "' has no URL: rename the folder.", e);
      }
    }
    return urls.toArray(new URL[0]);
  }

  private static ClusterEngineProvider provider(EngineClassLoader loader) {
    List<ClusterEngineProvider> found = new ArrayList<>();
    try {
      Iterator<ClusterEngineProvider> all =
          ServiceLoader.load(ClusterEngineProvider.class, loader).iterator();
      all.forEachRemaining(found::add);
    } catch (ServiceConfigurationError e) {
      throw new IllegalStateException(
          "The engine in "
              + FOLDER
              + " does not fit this entry jar ("
              + e.getMessage()
              + "): remove all mule-ignite jars and unzip one distribution over MULE_HOME.",
          e);
    }
    if (found.size() != 1 || copiesOfTheEngine(loader) != 1) {
      throw new IllegalStateException(
          "There are "
              + copiesOfTheEngine(loader)
              + " engines of mule-ignite in "
              + FOLDER
              + " instead of one: remove all jars there and unzip one distribution over MULE_HOME.");
    }
    return found.get(0);
  }

  private static int copiesOfTheEngine(EngineClassLoader loader) {
    try {
      return Collections.list(loader.findResources(ENGINE_CLASSES[1])).size();
    } catch (IOException e) {
      throw new IllegalStateException(
          "The jars in " + FOLDER + " cannot be read: unzip the distribution again.", e);
    }
  }

  private static void closeQuietly(EngineClassLoader loader, Throwable cause) {
    try {
      loader.close();
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
  }
}
