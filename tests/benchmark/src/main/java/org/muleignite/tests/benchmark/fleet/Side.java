package org.muleignite.tests.benchmark.fleet;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Properties;

/** Whose clustering a member runs. */
public enum Side {
  OURS("mule-ignite"),
  HAZELCAST("Hazelcast"),
  /** The last version whose CP subsystem is free, for the lock that is part of it. */
  HAZELCAST_CP("Hazelcast-CP");

  /** What Hazelcast's manual asks for on a modular JDK, so that it runs at its best. */
  private static final List<String> HAZELCAST_FLAGS =
      List.of(
          "--add-modules=java.se",
          "--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED",
          "--add-opens=java.base/java.lang=ALL-UNNAMED",
          "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
          "--add-opens=java.management/sun.management=ALL-UNNAMED",
          "--add-opens=jdk.management/com.sun.management.internal=ALL-UNNAMED");

  private final String title;

  Side(String title) {
    this.title = title;
  }

  public String title() {
    return title;
  }

  List<String> jvmFlags() {
    return this == OURS ? List.of() : HAZELCAST_FLAGS;
  }

  /** The class path of its members. */
  String classPath() {
    String usual = System.getProperty("java.class.path");
    return this == HAZELCAST_CP ? olderHazelcast() + File.pathSeparator + usual : usual;
  }

  private static String olderHazelcast() {
    Properties properties = new Properties();
    try (InputStream in = Side.class.getResourceAsStream("/hazelcast-cp.properties")) {
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String jar = properties.getProperty("jar");
    if (!new File(jar).isFile()) {
      throw new IllegalStateException("There is no " + jar + ", which the build puts there");
    }
    return jar;
  }
}
