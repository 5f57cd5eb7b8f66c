package org.muleignite.tests.benchmark.fleet;

import java.nio.file.Path;
import java.util.List;
import org.muleignite.cluster.config.ClusterSettings.WalMode;

/**
 * The place of one member in its cluster, as the command line of its JVM carries it. Immutable.
 *
 * @param firstPort the first of {@link Ports#COUNT} ports that belong to the cluster
 */
public record Seat(Setup setup, String cluster, int index, int firstPort, Path storage) {

  List<String> arguments() {
    return List.of(
        setup.side().name(),
        Integer.toString(setup.nodes()),
        setup.wal().name(),
        Integer.toString(setup.transientMb()),
        cluster,
        Integer.toString(index),
        Integer.toString(firstPort),
        storage.toString());
  }

  /** Reads what {@link #arguments} wrote. */
  public static Seat of(String[] arguments) {
    Setup setup =
        new Setup(
            Side.valueOf(arguments[0]),
            Integer.parseInt(arguments[1]),
            WalMode.valueOf(arguments[2]),
            Integer.parseInt(arguments[3]));
    return new Seat(
        setup,
        arguments[4],
        Integer.parseInt(arguments[5]),
        Integer.parseInt(arguments[6]),
        Path.of(arguments[7]));
  }
}
