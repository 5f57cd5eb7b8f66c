package org.muleignite.cluster.config;

import java.util.List;
import java.util.Locale;
import org.muleignite.cluster.api.ClusterException;

/**
 * One key of the configuration: its name, what values it takes in which unit, what holds when
 * nobody sets it, and what it does. The keys are the constants of {@link Settings}. Immutable.
 *
 * @param <T> the Java type of its values
 */
public final class Setting<T> {

  private final String key;
  private final ValueType<T> type;
  private final T byDefault;
  private final String meaning;

  Setting(String key, ValueType<T> type, T byDefault, String meaning) {
    this.key = key;
    this.type = type;
    this.byDefault = byDefault;
    this.meaning = meaning;
  }

  public String key() {
    return key;
  }

  public ValueType<T> type() {
    return type;
  }

  /** What holds when nobody sets it; null when then nothing does. */
  public T byDefault() {
    return byDefault;
  }

  /** What it does, for the operator. */
  public String meaning() {
    return meaning;
  }

  /** The name under which the environment may set it: {@code MULE_IGNITE_CLUSTER_NAME}. */
  public String environmentName() {
    return "MULE_IGNITE_" + key.replaceAll("([A-Z])", "_$1").toUpperCase(Locale.ROOT);
  }

  /** Whether its values must never stand in a file of settings or on a command line. */
  boolean isSecret() {
    return type == ValueType.SECRET;
  }

  /**
   * @throws ClusterException with key, value and remedy when the text is no value of this setting
   */
  T parse(String text) {
    if (text.trim().isEmpty()) {
      throw empty();
    }
    try {
      return checked(type.parse(text));
    } catch (IllegalArgumentException e) {
      throw refused(text, e);
    }
  }

  /**
   * @throws ClusterException with key, value and remedy when the value cannot work
   */
  T checked(T value) {
    if (value == null ? byDefault != null : ValueType.show(value).trim().isEmpty() && !isList()) {
      throw empty();
    }
    if (value != null && !type.accepts(value)) {
      throw refused(ValueType.show(value), null);
    }
    return value;
  }

  private boolean isList() {
    return byDefault instanceof List;
  }

  private ClusterException empty() {
    return new ClusterException(
        "mule-ignite setting '" + key + "' is empty: give it a value, or leave it out.");
  }

  private ClusterException refused(String value, Throwable cause) {
    String shown = isSecret() ? "***" : value;
    return new ClusterException(
        "mule-ignite setting '" + key + "' is " + shown + ": " + type.remedy() + ".", cause);
  }

  @Override
  public String toString() {
    return key;
  }
}
