package org.muleignite.cluster.config;

import java.io.File;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What values a setting may have, and how they are written as text. Immutable, never blocks.
 *
 * @param <T> the Java type of the values
 */
public final class ValueType<T> {

  /** Passwords, which must never stand in a file of settings or on a command line. */
  static final ValueType<Secret> SECRET =
      new ValueType<>("secret", "give it a value", Secret::new, secret -> true);

  private final String description;
  private final String remedy;
  private final Function<String, T> parser;
  private final Predicate<T> accepted;

  private ValueType(
      String description, String remedy, Function<String, T> parser, Predicate<T> accepted) {
    this.description = description;
    this.remedy = remedy;
    this.parser = parser;
    this.accepted = accepted;
  }

  /**
   * @param unit what is counted, in the plural
   */
  static ValueType<Integer> number(int least, int most, String unit) {
    return new ValueType<>(
        least + " to " + most + " " + unit,
        "set it to a number from " + least + " to " + most,
        Integer::valueOf,
        value -> value >= least && value <= most);
  }

  static ValueType<String> text() {
    return new ValueType<>("text", "give it a value", text -> text, text -> true);
  }

  static ValueType<Boolean> flag() {
    return new ValueType<>(
        "true or false", "set it to true or false", ValueType::parseFlag, flag -> true);
  }

  private static Boolean parseFlag(String text) {
    if (!text.equals("true") && !text.equals("false")) {
      throw new IllegalArgumentException("neither true nor false");
    }
    return Boolean.valueOf(text);
  }

  static <E extends Enum<E>> ValueType<E> choice(Class<E> type) {
    String names =
        Stream.of(type.getEnumConstants()).map(Enum::name).collect(Collectors.joining(" or "));
    return new ValueType<>(
        names, "set it to " + names, text -> Enum.valueOf(type, text), choice -> true);
  }

  static ValueType<File> file(String kind) {
    return new ValueType<>(kind, "give it the path of a " + kind, File::new, file -> true);
  }

  /** Texts with commas between them. */
  static ValueType<List<String>> list() {
    return new ValueType<>(
        "list", "write its items with commas between them", ValueType::parseList, list -> true);
  }

  private static List<String> parseList(String text) {
    return Collections.unmodifiableList(
        Arrays.stream(text.split(","))
            .map(String::trim)
            .filter(item -> !item.isEmpty())
            .collect(Collectors.toList()));
  }

  /** Which values there are, with the unit of numbers. */
  public String description() {
    return description;
  }

  /** What to do about a value that is none of this type. */
  String remedy() {
    return remedy;
  }

  /**
   * @throws IllegalArgumentException when the text is no value of this type
   */
  T parse(String text) {
    return parser.apply(text.trim());
  }

  boolean accepts(T value) {
    return accepted.test(value);
  }

  /** The text that {@link #parse} understands; of a secret only that there is one. */
  static String show(Object value) {
    return value instanceof List
        ? ((List<?>) value).stream().map(Objects::toString).collect(Collectors.joining(","))
        : Objects.toString(value, "");
  }
}
