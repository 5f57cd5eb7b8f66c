package org.muleignite.tests.benchmark.fleet;

import java.util.List;

/** Whose clustering a member runs. */
public enum Side {
  OURS("mule-ignite"),
  HAZELCAST("Hazelcast");

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
    return this == HAZELCAST ? HAZELCAST_FLAGS : List.of();
  }
}
