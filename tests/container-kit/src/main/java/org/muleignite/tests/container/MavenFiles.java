package org.muleignite.tests.container;

import java.util.List;

/** The Maven metadata that Mule reads from artifacts. */
final class MavenFiles {

  private MavenFiles() {}

  /** A pom without parent or dependencies: nothing more has to be in the repository. */
  static String pom(String groupId, String artifactId, String version) {
    return pom(groupId, artifactId, version, "jar", List.of());
  }

  static String pom(
      String groupId,
      String artifactId,
      String version,
      String packaging,
      List<String> dependencies) {
    return """
        <?xml version="1.0" encoding="UTF-8"?>
        <project xmlns="http://maven.apache.org/POM/4.0.0">
          <modelVersion>4.0.0</modelVersion>
          <groupId>%s</groupId>
          <artifactId>%s</artifactId>
          <version>%s</version>
          <packaging>%s</packaging>
          <dependencies>
        %s
          </dependencies>
        </project>
        """
        .formatted(groupId, artifactId, version, packaging, String.join("\n", dependencies));
  }

  static String pluginDependency(String groupId, String artifactId, String version) {
    return """
            <dependency>
              <groupId>%s</groupId>
              <artifactId>%s</artifactId>
              <version>%s</version>
              <classifier>mule-plugin</classifier>
            </dependency>
        """
        .formatted(groupId, artifactId, version);
  }
}
