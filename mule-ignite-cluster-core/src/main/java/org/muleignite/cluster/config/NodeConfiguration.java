package org.muleignite.cluster.config;

import java.io.File;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.ignite.configuration.IgniteConfiguration;
import org.muleignite.cluster.api.ClusterException;

/**
 * All that the operator of a Mule says about its node, out of every place that may say it. Reading
 * it blocks on the disk only. Immutable, but for the {@link IgniteConfiguration}, which is the
 * node's to fill.
 */
public final class NodeConfiguration {

  /** Which place wins where several set the same key, the strongest first. */
  public static final String PRECEDENCE =
      "system property > environment > mule-ignite.xml > mule-ignite.properties"
          + " > mule-cluster.properties > default";

  private static final String BEANS_FILE = "conf/mule-ignite.xml";
  private static final String STORAGE = ".mule/ignite";
  private static final String PROPERTIES_FILE = "conf/mule-ignite.properties";

  private final ClusterSettings settings;
  private final IgniteConfiguration igniteConfiguration;
  private final List<String> notes;

  private NodeConfiguration(
      ClusterSettings settings, IgniteConfiguration igniteConfiguration, List<String> notes) {
    this.settings = settings;
    this.igniteConfiguration = igniteConfiguration;
    this.notes = Collections.unmodifiableList(notes);
  }

  /**
   * @param muleBase the folder with {@code conf} and {@code .mule} of a Mule
   * @throws ClusterException with place, key, value and remedy of the first thing at fault
   */
  public static NodeConfiguration read(File muleBase) {
    return read(muleBase, texts(System.getProperties()), System.getenv());
  }

  /**
   * As {@link #read(File)}, for a Mule that has other system properties and another environment
   * than this JVM.
   */
  public static NodeConfiguration read(
      File muleBase, Map<String, String> systemProperties, Map<String, String> environment) {
    BeansFile beans = BeansFile.read(new File(muleBase, BEANS_FILE));
    EeClusterFile ee =
        new EeClusterFile(propertiesIn(new File(muleBase, EeClusterFile.FILE)), systemProperties);
    List<SettingsSource> weakestFirst =
        Arrays.asList(
            new EeServiceSwitches(muleBase, systemProperties),
            ee,
            TextSource.file(PROPERTIES_FILE, propertiesIn(new File(muleBase, PROPERTIES_FILE))),
            settings -> settings.takeAll(beans.settings(), BEANS_FILE),
            TextSource.environment(environment),
            TextSource.systemProperties(systemProperties));
    ClusterSettings settings = new ClusterSettings();
    weakestFirst.forEach(source -> source.applyTo(settings));
    if (LocalAddresses.isChoice(settings.getLocalHost())) {
      chooseLocalHost(settings);
    }
    ee.checkEncryption(settings);
    return new NodeConfiguration(settings.readOnly(), beans.igniteConfiguration(), ee.notes());
  }

  private static void chooseLocalHost(ClusterSettings settings) {
    String choice = settings.getLocalHost();
    String origin = settings.originOf(NetworkSettings.LOCAL_HOST) + ": " + choice;
    settings.take(
        NetworkSettings.LOCAL_HOST, LocalAddresses.ofThisMachine().choose(choice), origin);
  }

  private static Map<String, String> propertiesIn(File file) {
    Properties properties = new Properties();
    if (file.isFile()) {
      try (Reader reader = Files.newBufferedReader(file.toPath(), StandardCharsets.UTF_8)) {
        properties.load(reader);
      } catch (IOException | IllegalArgumentException e) {
        throw new ClusterException(
            "The file '"
                + file
                + "' cannot be read ("
                + e.getMessage()
                + "): correct it, or remove it to start with the defaults.",
            e);
      }
    }
    return texts(properties);
  }

  private static Map<String, String> texts(Properties properties) {
    Map<String, String> texts = new HashMap<>();
    properties.stringPropertyNames().forEach(name -> texts.put(name, properties.getProperty(name)));
    return texts;
  }

  /** The folder of a node's durable data, chosen or not. */
  public static File storage(ClusterSettings settings, File muleBase) {
    File chosen = settings.getStorage();
    return chosen == null ? new File(muleBase, STORAGE) : chosen;
  }

  /** Valid as a whole. */
  public ClusterSettings settings() {
    return settings;
  }

  /** What the operator configured of Ignite; null when nothing. */
  public IgniteConfiguration igniteConfiguration() {
    return igniteConfiguration;
  }

  /** What else the operator should know about what the files say; a sentence each. */
  public List<String> notes() {
    return notes;
  }
}
