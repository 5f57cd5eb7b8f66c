package org.muleignite.objectstore.ignite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import java.util.function.Supplier;
import javax.cache.CacheException;
import org.apache.ignite.IgniteException;
import org.apache.ignite.cluster.ClusterTopologyException;
import org.apache.ignite.lang.IgniteFuture;
import org.apache.ignite.lang.IgniteFutureTimeoutException;
import org.junit.jupiter.api.Test;
import org.muleignite.cluster.api.ClusterException;

class EngineCallsTest {

  @SuppressWarnings("unchecked")
  private final IgniteFuture<Object> agreed = mock(IgniteFuture.class);

  @SuppressWarnings("unchecked")
  private final Supplier<String> operation = mock(Supplier.class);

  @Test
  void aScanGoesOnThoughTheChangeOfNodesThatTheEngineNamesNeverComes() {
    when(agreed.get(anyLong())).thenThrow(new IgniteFutureTimeoutException("late"));
    // Without a bound it would wait for ever.
    when(agreed.get()).thenThrow(new AssertionError("No bound"));
    ClusterTopologyException departure = new ClusterTopologyException("A node left");
    departure.retryReadyFuture(agreed);
    when(operation.get()).thenThrow(new CacheException(departure)).thenReturn("found");

    assertEquals("found", EngineCalls.scan("look", operation));
    verify(operation, times(2)).get();
  }

  @Test
  void theStopOfTheNodeInTheMiddleOfTheWaitIsAnErrorOfOurs() {
    when(agreed.get(anyLong())).thenThrow(new IgniteException("Node is stopping"));
    ClusterTopologyException departure = new ClusterTopologyException("A node left");
    departure.retryReadyFuture(agreed);
    IllegalStateException stopped = new IllegalStateException("Node is stopped");
    when(operation.get()).thenThrow(new CacheException(departure)).thenThrow(stopped);

    ClusterException e =
        assertThrows(ClusterException.class, () -> EngineCalls.scan("look", operation));
    assertEquals(stopped, e.getCause());
  }
}
