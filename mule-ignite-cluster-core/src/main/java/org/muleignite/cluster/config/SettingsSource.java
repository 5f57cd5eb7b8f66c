package org.muleignite.cluster.config;

/** One place that may choose values of settings. Stateless towards the settings it fills. */
interface SettingsSource {

  /**
   * Overrides in the settings whatever this place chooses.
   *
   * @throws org.muleignite.cluster.api.ClusterException when it names an unknown key, or a value
   *     that is none
   */
  void applyTo(ClusterSettings settings);
}
