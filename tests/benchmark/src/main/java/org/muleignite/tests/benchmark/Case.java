package org.muleignite.tests.benchmark;

import org.muleignite.tests.benchmark.fleet.Setup;

/** A load on a kind of fleet: what is measured once, however many rows show it. Immutable. */
public record Case(Setup setup, Task task) {

  /** Cases with the same name of their fleet share one; good for the name of a folder, too. */
  String fleetName() {
    String words = task.toString().replaceAll("\\W+$", "").replaceAll("\\W+", "-");
    return task.isAlone() ? setup + "-" + words : setup.toString();
  }
}
