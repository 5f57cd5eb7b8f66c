package org.muleignite.tests.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Prints how many tests of every layer this build ran, from the reports in all modules, and fails
 * when a layer ran none: a pattern that matches no file would otherwise go unseen.
 */
public final class TestLayers {

  private enum Layer {
    UNIT("unit tests", ""),
    CLUSTER("clusters in one JVM (*IT)", "IT"),
    KILL("forked JVMs, SIGKILL (*KillIT)", "KillIT"),
    RUNTIME("real Mule containers (*RuntimeIT)", "RuntimeIT");

    private final String title;
    private final String suffix;

    Layer(String title, String suffix) {
      this.title = title;
      this.suffix = suffix;
    }

    static Layer of(String testClass) {
      Layer found = UNIT;
      for (Layer layer : values()) {
        if (testClass.endsWith(layer.suffix)) {
          found = layer;
        }
      }
      return found;
    }
  }

  private static final Pattern SUITE =
      Pattern.compile(
          "<testsuite [^>]*?\\bname=\"([^\"]+)\"[^>]*?\\btests=\"(\\d+)\"[^>]*?\\bskipped=\"(\\d+)\"");

  private TestLayers() {}

  /**
   * @param arguments the root of the project; whether the containers were left out
   */
  public static void main(String[] arguments) throws IOException {
    Map<Layer, Integer> ran = new EnumMap<>(Layer.class);
    int skipped = 0;
    for (Path report : reports(Path.of(arguments[0]))) {
      Matcher suite = SUITE.matcher(Files.readString(report));
      if (suite.find()) {
        int left = Integer.parseInt(suite.group(3));
        ran.merge(Layer.of(suite.group(1)), Integer.parseInt(suite.group(2)) - left, Integer::sum);
        skipped += left;
      }
    }
    print(ran, skipped);
    EnumSet<Layer> wanted = EnumSet.allOf(Layer.class);
    if (Boolean.parseBoolean(arguments[1])) {
      wanted.remove(Layer.RUNTIME);
    }
    for (Layer layer : wanted) {
      if (ran.getOrDefault(layer, 0) == 0) {
        throw new IllegalStateException("No test of the layer '" + layer.title + "' ran");
      }
    }
  }

  private static List<Path> reports(Path root) throws IOException {
    List<Path> reports = new ArrayList<>();
    try (Stream<Path> files = Files.walk(root, 5)) {
      files
          .filter(file -> file.getFileName().toString().matches("TEST-.*\\.xml"))
          .filter(file -> file.getParent().getFileName().toString().endsWith("-reports"))
          .forEach(reports::add);
    }
    return reports;
  }

  private static void print(Map<Layer, Integer> ran, int skipped) {
    System.out.println("Tests of every layer:");
    for (Layer layer : Layer.values()) {
      System.out.printf("  %-36s %5d%n", layer.title, ran.getOrDefault(layer, 0));
    }
    System.out.printf("  %-36s %5d%n", "skipped", skipped);
  }
}
