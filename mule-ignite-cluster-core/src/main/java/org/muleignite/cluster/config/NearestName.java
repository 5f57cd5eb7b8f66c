package org.muleignite.cluster.config;

import java.util.Collection;
import java.util.Comparator;

/** Guesses which name somebody meant: the one with the fewest changes of letters. Stateless. */
final class NearestName {

  private NearestName() {}

  /**
   * @param known at least one
   */
  static String of(String name, Collection<String> known) {
    return known.stream()
        .min(
            Comparator.<String>comparingInt(candidate -> changes(name, candidate))
                .thenComparing(Comparator.naturalOrder()))
        .get();
  }

  /** How many letters must be put in, taken out or replaced (Levenshtein). */
  private static int changes(String from, String to) {
    int[] row = new int[to.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int replaced = diagonal + (same(from.charAt(i - 1), to.charAt(j - 1)) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[to.length()];
  }

  private static boolean same(char one, char other) {
    return Character.toLowerCase(one) == Character.toLowerCase(other);
  }
}
