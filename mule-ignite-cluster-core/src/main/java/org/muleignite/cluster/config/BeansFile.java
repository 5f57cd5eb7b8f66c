package org.muleignite.cluster.config;

import java.io.File;
import java.lang.reflect.InvocationTargetException;
import java.util.Map;
import org.apache.ignite.configuration.IgniteConfiguration;
import org.muleignite.cluster.api.ClusterException;

/**
 * The optional {@code conf/mule-ignite.xml}: Spring beans, read with the container's own Spring,
 * which our classes know only by name so that one build fits every Spring that Mule ever shipped.
 * It may define one {@link ClusterSettings} and one {@link IgniteConfiguration}. Immutable.
 */
final class BeansFile {

  private static final String CONTEXT =
      "org.springframework.context.support.GenericXmlApplicationContext";

  private final ClusterSettings settings;
  private final IgniteConfiguration igniteConfiguration;

  private BeansFile(ClusterSettings settings, IgniteConfiguration igniteConfiguration) {
    this.settings = settings;
    this.igniteConfiguration = igniteConfiguration;
  }

  /**
   * @throws ClusterException when the file is there and cannot be used
   */
  static BeansFile read(File file) {
    if (!file.isFile()) {
      return new BeansFile(new ClusterSettings(), null);
    }
    try {
      return load(file);
    } catch (InvocationTargetException e) {
      throw new ClusterException(
          "The file '"
              + file
              + "' cannot be used: "
              + whatHappened(e.getCause())
              + " - correct it, or remove it to start"
              + " with the defaults.",
          e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new ClusterException(
          "The Spring of this Mule cannot read '"
              + file
              + "' ("
              + e
              + "): remove the file to start with the defaults,"
              + " and report the version of Mule.",
          e);
    }
  }

  private static BeansFile load(File file) throws ReflectiveOperationException {
    ClassLoader engine = BeansFile.class.getClassLoader();
    Class<?> type = Class.forName(CONTEXT, true, engine);
    Object context = type.getConstructor().newInstance();
    try {
      type.getMethod("setClassLoader", ClassLoader.class).invoke(context, engine);
      Object locations = new String[] {file.toURI().toString()};
      type.getMethod("load", String[].class).invoke(context, locations);
      type.getMethod("refresh").invoke(context);
      ClusterSettings settings = single(context, ClusterSettings.class, file);
      return new BeansFile(
          settings == null ? new ClusterSettings() : settings,
          single(context, IgniteConfiguration.class, file));
    } finally {
      type.getMethod("close").invoke(context);
    }
  }

  private static <T> T single(Object context, Class<T> type, File file)
      throws ReflectiveOperationException {
    Map<?, ?> beans =
        (Map<?, ?>)
            context.getClass().getMethod("getBeansOfType", Class.class).invoke(context, type);
    if (beans.size() > 1) {
      throw new ClusterException(
          "The file '"
              + file
              + "' defines "
              + beans.size()
              + " beans of "
              + type.getSimpleName()
              + " ("
              + beans.keySet()
              + "): leave one.");
    }
    return beans.isEmpty() ? null : type.cast(beans.values().iterator().next());
  }

  /**
   * The setting is in the message of an outer exception, the reason often in that of an inner one.
   */
  private static String whatHappened(Throwable failure) {
    StringBuilder all = new StringBuilder(String.valueOf(failure.getMessage()));
    for (Throwable t = failure.getCause(); t != null; t = t.getCause()) {
      if (t.getMessage() != null && all.indexOf(t.getMessage()) < 0) {
        all.append("; ").append(t.getMessage());
      }
    }
    return all.toString();
  }

  ClusterSettings settings() {
    return settings;
  }

  /** What the user configured of Ignite; null when nothing. */
  IgniteConfiguration igniteConfiguration() {
    return igniteConfiguration;
  }
}
