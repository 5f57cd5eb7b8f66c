package org.muleignite.cluster.config;

import org.muleignite.cluster.api.ClusterException;

/** The checks of settings, each failing with key, value and remedy in one sentence. Stateless. */
final class Checks {

  private Checks() {}

  static void named(String key, String value) {
    if (value == null || value.trim().isEmpty()) {
      throw new ClusterException(
          "mule-ignite setting '" + key + "' is empty: give it a value, or leave it out.");
    }
  }

  static void within(String key, int value, int least, int most) {
    if (value < least || value > most) {
      throw new ClusterException(
          "mule-ignite setting '"
              + key
              + "' is "
              + value
              + ": set it to a number from "
              + least
              + " to "
              + most
              + ".");
    }
  }
}
