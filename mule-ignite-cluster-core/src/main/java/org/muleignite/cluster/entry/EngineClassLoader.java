package org.muleignite.cluster.entry;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;

/**
 * The private room of the engine: our engine, Ignite and what Ignite needs come from {@code
 * lib/mule-ignite} and are seen by nobody else; everything else (Mule, Spring, slf4j, the JDK)
 * comes from the container. Thread-safe.
 */
final class EngineClassLoader extends URLClassLoader {

  static {
    registerAsParallelCapable();
  }

  /** The types that entry and engine share. */
  private static final String SHARED = "org.muleignite.cluster.entry.";

  private static final String[] OWN = {
    "org.muleignite.", "org.apache.ignite.", "javax.cache.", "org.h2.", "org.apache.lucene."
  };

  EngineClassLoader(URL[] jars, ClassLoader container) {
    super(jars, container);
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (!isOwn(name)) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> type = findLoadedClass(name);
      if (type == null) {
        // Never from the parent: a second copy there must not be half used.
        type = findClass(name);
      }
      if (resolve) {
        resolveClass(type);
      }
      return type;
    }
  }

  @Override
  public URL getResource(String name) {
    URL own = findResource(name);
    return own == null ? super.getResource(name) : own;
  }

  @Override
  public Enumeration<URL> getResources(String name) throws IOException {
    List<URL> all = new ArrayList<>(Collections.list(findResources(name)));
    if (!isOwn(name.replace('/', '.'))) {
      all.addAll(Collections.list(getParent().getResources(name)));
    }
    return Collections.enumeration(all);
  }

  private static boolean isOwn(String name) {
    if (name.startsWith(SHARED)) {
      return false;
    }
    for (String prefix : OWN) {
      if (name.startsWith(prefix)) {
        return true;
      }
    }
    return false;
  }
}
