package org.muleignite.cluster.config;

import java.io.Serializable;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.muleignite.cluster.api.ClusterException;

/**
 * Numbers of backups that an operator chose for some names, each rule as {@code pattern=number}. In
 * a pattern {@code *} stands for any characters; of the rules whose pattern fits the whole name the
 * first one counts. Immutable; never blocks.
 */
public final class BackupsByName implements Serializable {

  private static final long serialVersionUID = 1L;

  private final Map<Pattern, Integer> numbers = new LinkedHashMap<>();

  /**
   * @param rules the value of the setting
   * @throws ClusterException with key, rule and remedy of the first one that is none
   */
  public BackupsByName(Setting<List<String>> setting, List<String> rules) {
    for (String rule : rules) {
      int equals = rule.lastIndexOf('=');
      String pattern = rule.substring(0, Math.max(0, equals)).trim();
      if (pattern.isEmpty()) {
        throw refused(setting, rule, null);
      }
      try {
        int number = Settings.BACKUPS.parse(rule.substring(equals + 1));
        numbers.put(Pattern.compile(regex(pattern)), number);
      } catch (ClusterException e) {
        throw refused(setting, rule, e);
      }
    }
  }

  private static ClusterException refused(Setting<?> setting, String rule, Exception cause) {
    return new ClusterException(
        "mule-ignite setting '"
            + setting
            + "' has '"
            + rule
            + "': write it as name=number, with "
            + Settings.BACKUPS.type().description()
            + ", and * for any characters in the name.",
        cause);
  }

  private static String regex(String pattern) {
    return "(?s)" + Pattern.quote(pattern).replace("*", "\\E.*\\Q");
  }

  /** The number for the name; {@code otherwise} where no rule fits it. */
  public int of(String name, int otherwise) {
    for (Map.Entry<Pattern, Integer> rule : numbers.entrySet()) {
      if (rule.getKey().matcher(name).matches()) {
        return rule.getValue();
      }
    }
    return otherwise;
  }

  /** All numbers that there are rules for. */
  public Collection<Integer> numbers() {
    return Collections.unmodifiableCollection(numbers.values());
  }
}
