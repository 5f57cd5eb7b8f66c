package org.muleignite.tests.container;

import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Looks for the matches of a pattern, each within one line, in a log that grows. Confined to one
 * thread.
 */
final class LogScan {

  private final LogFile log;
  private final Pattern pattern;
  private long position;

  LogScan(LogFile log, Pattern pattern, long from) {
    this.log = log;
    this.pattern = pattern;
    this.position = from;
  }

  /** The first match in the lines that were completed since the last call. */
  Optional<MatchResult> first() {
    Matcher matcher = matcherOfNewLines();
    return matcher.find() ? Optional.of(matcher.toMatchResult()) : Optional.empty();
  }

  /** The last match in the lines that were completed since the last call. */
  Optional<MatchResult> last() {
    Matcher matcher = matcherOfNewLines();
    MatchResult last = null;
    while (matcher.find()) {
      last = matcher.toMatchResult();
    }
    return Optional.ofNullable(last);
  }

  private Matcher matcherOfNewLines() {
    LogFile.Chunk lines = log.completeLinesFrom(position);
    position = lines.end();
    return pattern.matcher(lines.text());
  }
}
