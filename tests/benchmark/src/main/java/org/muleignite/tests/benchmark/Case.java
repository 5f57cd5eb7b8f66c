package org.muleignite.tests.benchmark;

import org.muleignite.tests.benchmark.fleet.Setup;

/** A load on a kind of fleet: what is measured once, however many rows show it. Immutable. */
public record Case(Setup setup, Task task) {}
