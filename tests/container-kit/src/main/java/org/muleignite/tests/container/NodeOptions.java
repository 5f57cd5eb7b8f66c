package org.muleignite.tests.container;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** How a node's JVM is started. Immutable: each method returns a changed copy. */
public final class NodeOptions {

  /** How often the container looks for changes below {@code apps/}; Mule's own default is 5 s. */
  public static final Duration WATCH_INTERVAL = Duration.ofMillis(250);

  /** What the Java 8 container itself needs on Java 17; the agent does the rest. */
  private static final List<String> OPENED_FOR_MULE =
      List.of(
          "java.base/java.io",
          "java.base/java.lang",
          "java.base/java.lang.reflect",
          "java.base/java.net",
          "java.base/java.util",
          "java.base/java.util.concurrent",
          "java.base/sun.net.www.protocol.jar");

  /** What Ignite documents for Java 17 beyond that. */
  private static final List<String> OPENED_FOR_IGNITE =
      List.of(
          "java.base/java.lang.invoke",
          "java.base/java.math",
          "java.base/java.nio",
          "java.base/java.text",
          "java.base/java.time",
          "java.base/java.util.concurrent.atomic",
          "java.base/java.util.concurrent.locks",
          "java.base/jdk.internal.access",
          "java.base/jdk.internal.misc",
          "java.base/sun.nio.ch",
          "java.base/sun.reflect.generics.reflectiveObjects",
          "java.base/sun.util.calendar",
          "java.desktop/java.awt.font",
          "java.management/com.sun.jmx.mbeanserver",
          "java.management/sun.management",
          "java.sql/java.sql",
          "jdk.internal.jvmstat/sun.jvmstat.monitor",
          "jdk.management/com.sun.management.internal");

  private static final int DEFAULT_HEAP_MB = 384;

  private final int heapMb;
  private final List<String> extra;

  private NodeOptions(int heapMb, List<String> extra) {
    this.heapMb = heapMb;
    this.extra = List.copyOf(extra);
  }

  /**
   * A heap of 384 MB, and the packages opened that Mule needs: the plugin opens those of Ignite by
   * itself.
   */
  public static NodeOptions defaults() {
    return new NodeOptions(DEFAULT_HEAP_MB, List.of());
  }

  /** Sets the largest heap, in megabytes; 256 is the least that boots at ease. */
  public NodeOptions heapMb(int megabytes) {
    return new NodeOptions(megabytes, extra);
  }

  /** Sets a system property of the node's JVM. */
  public NodeOptions systemProperty(String name, String value) {
    return jvmOption("-D" + name + "=" + value);
  }

  /** Adds one argument to the node's JVM, after those of the kit. */
  public NodeOptions jvmOption(String option) {
    return new NodeOptions(heapMb, Stream.concat(extra.stream(), Stream.of(option)).toList());
  }

  /**
   * Opens by flags what Ignite documents as needed on Java 17, for trials without the plugin's own
   * way.
   */
  public NodeOptions openPackagesForIgnite() {
    return new NodeOptions(
        heapMb, Stream.concat(extra.stream(), opens(OPENED_FOR_IGNITE)).toList());
  }

  /** All arguments but the class path, agent and main class. */
  List<String> jvmArguments() {
    List<String> arguments = new ArrayList<>();
    arguments.add("-Xmx" + heapMb + "m");
    arguments.add("-XX:+ExitOnOutOfMemoryError");
    // Starts sooner; nobody runs long enough here for more to pay off.
    arguments.add("-XX:TieredStopAtLevel=1");
    arguments.add("-Djava.awt.headless=true");
    arguments.add("-Dmule.launcher.changeCheckInterval=" + WATCH_INTERVAL.toMillis());
    arguments.add("--add-exports=java.base/sun.net.www.protocol.jar=ALL-UNNAMED");
    opens(OPENED_FOR_MULE).forEach(arguments::add);
    arguments.addAll(extra);
    return arguments;
  }

  private static Stream<String> opens(List<String> packages) {
    return packages.stream().map(name -> "--add-opens=" + name + "=ALL-UNNAMED");
  }
}
