package org.muleignite.tests.benchmark;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** What the command line asks for. Filled by one thread, not changed afterwards. */
public final class Options {

  static final String USAGE =
      """
      ./benchmark SUITE [options]      SUITE: queues, stores or locks
        --rounds N        fresh JVMs so many times for each side, default 3
        --repeat N        measurements of each case per round, default 3
        --warmup SECONDS  load before the first measurement of a round, default 120
        --measure SECONDS length of one measurement, default 3
        --nodes N         JVMs of each side where a case does not say otherwise, 2 to 10, default 2
        --only REGEX      the rows of the report whose title contains this
        --deep            also queues of 1,000,000 items or stores of as many keys, which take minutes to fill
        --quick           one short round, to see that everything works
        --output FOLDER   for the report and the logs, default target
      """;

  private String suite;
  private int rounds = 3;
  private int repeat = 3;
  private Duration warmup = Duration.ofSeconds(120);
  private Duration measure = Duration.ofSeconds(3);
  private int nodes = 2;
  private Predicate<String> only = title -> true;
  private boolean deep;
  private Path output = Path.of("target");

  private Options() {}

  /**
   * @throws IllegalArgumentException with the usage when they cannot be understood
   */
  static Options of(List<String> arguments) {
    Options options = new Options();
    for (Iterator<String> words = arguments.iterator(); words.hasNext(); ) {
      options.read(words.next(), words);
    }
    if (options.suite == null) {
      throw new IllegalArgumentException(USAGE);
    }
    return options;
  }

  private void read(String word, Iterator<String> rest) {
    switch (word) {
      case "--rounds" -> rounds = number(rest);
      case "--repeat" -> repeat = number(rest);
      case "--warmup" -> warmup = seconds(rest);
      case "--measure" -> measure = seconds(rest);
      case "--nodes" -> nodes = Math.max(2, number(rest));
      case "--only" -> only = Pattern.compile(value(rest)).asPredicate();
      case "--deep" -> deep = true;
      case "--quick" -> {
        rounds = 1;
        repeat = 1;
        warmup = Duration.ofSeconds(3);
        measure = Duration.ofSeconds(1);
      }
      case "--output" -> output = Path.of(value(rest));
      case "--help" -> throw new IllegalArgumentException(USAGE);
      default -> {
        if (word.startsWith("-") || suite != null) {
          throw new IllegalArgumentException("What is '" + word + "'?\n" + USAGE);
        }
        suite = word;
      }
    }
  }

  private static String value(Iterator<String> rest) {
    if (!rest.hasNext()) {
      throw new IllegalArgumentException("The last option lacks its value.\n" + USAGE);
    }
    return rest.next();
  }

  private static int number(Iterator<String> rest) {
    int number = Integer.parseInt(value(rest));
    if (number < 1) {
      throw new IllegalArgumentException("Numbers are at least 1.\n" + USAGE);
    }
    return number;
  }

  private static Duration seconds(Iterator<String> rest) {
    return Duration.ofMillis(Math.round(Double.parseDouble(value(rest)) * 1_000));
  }

  String suite() {
    return suite;
  }

  int rounds() {
    return rounds;
  }

  int repeat() {
    return repeat;
  }

  Duration warmup() {
    return warmup;
  }

  Duration measure() {
    return measure;
  }

  public int nodes() {
    return nodes;
  }

  Predicate<String> only() {
    return only;
  }

  public boolean isDeep() {
    return deep;
  }

  Path output() {
    return output;
  }
}
