package org.muleignite.cluster.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.apache.ignite.failure.FailureContext;
import org.apache.ignite.failure.FailureType;
import org.apache.ignite.internal.mem.IgniteOutOfMemoryException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NodeFailureHandlerTest {

  private final List<Throwable> fatal = new ArrayList<>();
  private final NodeFailureHandler handler = new NodeFailureHandler(fatal::add);
  private final Throwable error = new IllegalStateException("broken");

  private boolean endsTheNode(FailureType type, Throwable cause) {
    return handler.onFailure(null, new FailureContext(type, cause));
  }

  @ParameterizedTest
  @EnumSource(names = {"SYSTEM_WORKER_BLOCKED", "SYSTEM_CRITICAL_OPERATION_TIMEOUT"})
  void aSlowMachineIsTolerated(FailureType type) {
    assertFalse(endsTheNode(type, error));
    assertEquals(List.of(), fatal);
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"SYSTEM_WORKER_BLOCKED", "SYSTEM_CRITICAL_OPERATION_TIMEOUT"})
  void anythingElseEndsTheMembershipWithItsCause(FailureType type) {
    assertTrue(endsTheNode(type, error));
    assertEquals(List.of(error), fatal);
  }

  @Test
  void aFullRegionIsTheCallersErrorHoweverDeepItsCause() {
    Throwable full = new RuntimeException(outOfMemory(false));
    assertFalse(endsTheNode(FailureType.CRITICAL_ERROR, full));
    assertEquals(List.of(), fatal);
  }

  /** Its pages could not go to the disk: what was being changed is broken until it is replayed. */
  @Test
  void aRegionInFrontOfTheDiskMustNeverBeFull() {
    Throwable full = new RuntimeException(outOfMemory(true));
    assertTrue(endsTheNode(FailureType.CRITICAL_ERROR, full));
    assertEquals(List.of(full), fatal);
  }

  private static Throwable outOfMemory(boolean persistent) {
    return new IgniteOutOfMemoryException(
        "Out of memory in data region [name=r, persistenceEnabled=" + persistent + "] Try");
  }
}
