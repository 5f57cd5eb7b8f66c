package org.muleignite.cluster.entry;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Enumeration;

/**
 * A container's class loader: shows the classes of the test's own and, of resources, only what the
 * given jars hold.
 */
final class ContainerLoader extends URLClassLoader {

  ContainerLoader(URL... resources) {
    super(resources, ContainerLoader.class.getClassLoader());
  }

  @Override
  public URL getResource(String name) {
    return findResource(name);
  }

  @Override
  public Enumeration<URL> getResources(String name) throws IOException {
    return findResources(name);
  }
}
