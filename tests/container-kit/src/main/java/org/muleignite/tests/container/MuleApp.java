package org.muleignite.tests.container;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An exploded "lightweight" application, ready to be written to a directory: one XML file of flows
 * and the metadata that Mule asks for. Not thread-safe.
 *
 * <pre>{@code
 * home.deploy(MuleApp.named("ticker").flows("<flow name='tick'>...</flow>"));
 * }</pre>
 */
public final class MuleApp {

  private static final String CONFIG = "mule-config.xml";

  private final String name;
  private final List<String> pluginDependencies = new ArrayList<>();
  private final Map<String, byte[]> files = new LinkedHashMap<>();

  private MuleApp(String name) {
    this.name = name;
  }

  /** Starts an application of that name, still without flows. */
  public static MuleApp named(String name) {
    return new MuleApp(name);
  }

  /** The name under which it is deployed. */
  public String name() {
    return name;
  }

  /** Sets the configuration: elements of Mule core, without the root element. */
  public MuleApp flows(String elements) {
    return config(
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <mule xmlns="http://www.mulesoft.org/schema/mule/core"
              xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
              xsi:schemaLocation="http://www.mulesoft.org/schema/mule/core
                                  http://www.mulesoft.org/schema/mule/core/current/mule.xsd">
        %s
        </mule>
        """
            .formatted(elements));
  }

  /**
   * Sets the configuration: one flow, which a scheduler starts every 100 ms.
   *
   * @param processors what the flow does
   */
  public MuleApp everyTenthOfASecond(String processors) {
    return flows(
        """
        <flow name="tick">
          <scheduler>
            <scheduling-strategy>
              <fixed-frequency frequency="100"/>
            </scheduling-strategy>
          </scheduler>
          %s
        </flow>
        """
            .formatted(processors));
  }

  /** Sets the configuration: a whole XML document, for applications that use extensions. */
  public MuleApp config(String document) {
    return file(CONFIG, document.getBytes(UTF_8));
  }

  /** Adds a file, such as a class or a properties file, by its path inside the application. */
  public MuleApp file(String path, byte[] content) {
    files.put(path, content);
    return this;
  }

  /** Makes the application depend on an extension, see {@link MuleHome#installPlugin}. */
  public MuleApp plugin(String groupId, String artifactId, String version) {
    pluginDependencies.add(MavenFiles.pluginDependency(groupId, artifactId, version));
    return this;
  }

  /** Writes all files into a directory that exists. */
  public void writeTo(Path directory) throws IOException {
    Map<String, byte[]> all = new LinkedHashMap<>(files);
    String maven = "META-INF/maven/org.muleignite.apps/" + name + "/";
    String pom =
        MavenFiles.pom(
            "org.muleignite.apps", name, "1.0.0", "mule-application", pluginDependencies);
    String properties =
        "groupId=org.muleignite.apps\nartifactId=%s\nversion=1.0.0\n".formatted(name);
    all.put("META-INF/mule-artifact/mule-artifact.json", descriptor().getBytes(UTF_8));
    all.put(maven + "pom.xml", pom.getBytes(UTF_8));
    all.put(maven + "pom.properties", properties.getBytes(UTF_8));
    for (Map.Entry<String, byte[]> file : all.entrySet()) {
      Path target = directory.resolve(file.getKey());
      Files.createDirectories(target.getParent());
      Files.write(target, file.getValue());
    }
  }

  private String descriptor() {
    return """
        {
          "name": "%s",
          "minMuleVersion": "4.1.1",
          "requiredProduct": "MULE",
          "configs": ["%s"],
          "redeploymentEnabled": true,
          "classLoaderModelLoaderDescriptor": {"id": "mule", "attributes": {"exportedResources": []}},
          "bundleDescriptorLoader": {"id": "mule", "attributes": {}}
        }
        """
        .formatted(name, CONFIG);
  }
}
