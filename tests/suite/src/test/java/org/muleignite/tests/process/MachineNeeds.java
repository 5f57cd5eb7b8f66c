package org.muleignite.tests.process;

import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assumptions.abort;

/** What a test needs of the machine, and not every machine of a developer has. */
public final class MachineNeeds {

  private MachineNeeds() {}

  /** Skips the test with a printed reason; fails it in CI, which must have everything. */
  public static void lack(String what) {
    System.out.println("SKIPPED: " + what);
    assertNull(System.getenv("CI"), "CI must have what is missing here: " + what);
    abort(what);
  }
}
