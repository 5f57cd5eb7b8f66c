package org.muleignite.tests.demo;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The numbers of {@code GET /report}.
 *
 * @param accepted orders that the cluster remembers as taken
 * @param processed orders that the cluster has processed
 * @param addedTwice orders that were counted more than once
 * @param total the running total that the application keeps
 */
record Report(long accepted, long processed, long addedTwice, long total) {

  static Report parse(String json) {
    return new Report(
        number(json, "accepted"),
        number(json, "processed"),
        number(json, "addedTwice"),
        number(json, "total"));
  }

  private static long number(String json, String field) {
    Matcher matcher = Pattern.compile("\"" + field + "\"\\s*:\\s*(-?\\d+)").matcher(json);
    if (!matcher.find()) {
      throw new IllegalStateException("No '" + field + "' in the report: " + json);
    }
    return Long.parseLong(matcher.group(1));
  }
}
