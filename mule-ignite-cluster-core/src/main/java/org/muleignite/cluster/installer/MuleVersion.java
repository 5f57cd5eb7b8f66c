package org.muleignite.cluster.installer;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A version of Mule, as the names of its jars tell it, and what it means for us. Immutable. */
final class MuleVersion {

  private static final Pattern NUMBERS = Pattern.compile("(\\d+)\\.(\\d+)\\.(\\d+).*");

  private static final int MAJOR = 4;
  private static final int FIRST_KNOWN_MINOR = 1;
  private static final int LAST_KNOWN_MINOR = 9;

  private final String text;
  private final int major;
  private final int minor;
  private final int patch;

  private MuleVersion(String text, Matcher numbers) {
    this.text = text;
    this.major = Integer.parseInt(numbers.group(1));
    this.minor = Integer.parseInt(numbers.group(2));
    this.patch = Integer.parseInt(numbers.group(3));
  }

  /**
   * @return null when the text is no version
   */
  static MuleVersion parse(String text) {
    Matcher numbers = NUMBERS.matcher(text);
    return numbers.matches() ? new MuleVersion(text, numbers) : null;
  }

  /** Whether its sources were read to find out how it loads us. */
  boolean isKnown() {
    return major == MAJOR && minor >= FIRST_KNOWN_MINOR && minor <= LAST_KNOWN_MINOR;
  }

  /**
   * The folder whose jars see Mule's classes. From 4.6.6, 4.7.2 and 4.8.0 on, {@code lib/user} is
   * loaded by a parent of Mule's class loader.
   */
  String entryFolder() {
    boolean userSeesMule = minor < 6 || minor == 6 && patch < 6 || minor == 7 && patch < 2;
    return userSeesMule ? "lib/user" : "lib/mule";
  }

  @Override
  public String toString() {
    return text;
  }
}
