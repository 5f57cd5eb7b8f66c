package org.muleignite.cluster.node;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.RETURNS_DEEP_STUBS;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import java.nio.file.Path;
import java.util.List;
import org.apache.ignite.IgniteCheckedException;
import org.apache.ignite.internal.IgniteEx;
import org.apache.ignite.internal.processors.cache.persistence.IgniteCacheDatabaseSharedManager;
import org.apache.ignite.spi.metric.MetricExporterSpi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.muleignite.cluster.api.ClusterException;

class FilledCopiesTest {

  private final IgniteEx ignite = mock(RETURNS_DEEP_STUBS);
  private final PartitionCopies partitions = mock();
  private final DataPlacement placement = mock();
  private final IgniteCacheDatabaseSharedManager data = mock();

  @TempDir private Path storage;

  private LocalCopies copies;
  private FilledCopies filled;

  @BeforeEach
  void begin() {
    when(ignite.configuration().getMetricExporterSpi())
        .thenReturn(new MetricExporterSpi[] {partitions});
    when(ignite.context().cache().context().database()).thenReturn(data);
    when(partitions.areFilled()).thenReturn(true);
    when(placement.incomplete()).thenReturn(List.of());
    copies = new LocalCopies(storage.toFile());
    copies.fill();
    filled = new FilledCopies(ignite, placement, copies);
  }

  @AfterEach
  void stop() {
    filled.stop();
  }

  private void assertWritten(int times) throws IgniteCheckedException {
    verify(data, times(times)).waitForCheckpoint(anyString());
  }

  @Test
  void whatWasFilledIsWrittenBeforeTheNodeServes() throws Exception {
    filled.start();
    assertWritten(1);
    assertFalse(copies.areBeingFilled());
  }

  @Test
  void aFillingThatGoesOnIsRememberedUntilItIsWritten() throws Exception {
    when(partitions.areFilled()).thenReturn(false);
    filled.start();
    filled.stop();
    assertTrue(copies.areBeingFilled());
    when(partitions.areFilled()).thenReturn(true);
    when(partitions.filling()).thenReturn(1L);
    filled.look();
    assertWritten(2);
    assertFalse(copies.areBeingFilled());
  }

  @Test
  void aFillingThatBeginsLaterIsRemembered() throws Exception {
    copies.filled();
    filled.look();
    assertFalse(copies.areBeingFilled());
    when(partitions.areFilled()).thenReturn(false);
    when(partitions.filling()).thenReturn(1L);
    filled.look();
    assertTrue(copies.areBeingFilled());
    assertWritten(0);
  }

  @Test
  void aLongFillingIsWrittenInParts() throws Exception {
    when(partitions.areFilled()).thenReturn(false);
    for (long progress = 1; progress <= 20; progress++) {
      when(partitions.filling()).thenReturn(progress);
      filled.look();
    }
    assertWritten(2);
    assertTrue(copies.areBeingFilled());
  }

  @Test
  void aCopyWhoseSourceWasLostIsNotFilled() {
    when(placement.incomplete()).thenReturn(List.of("cache"));
    filled.start();
    assertTrue(copies.areBeingFilled());
  }

  @Test
  void aNodeThatCannotWriteDoesNotStart() throws Exception {
    doThrow(new IgniteCheckedException("disk")).when(data).waitForCheckpoint(anyString());
    assertThrows(ClusterException.class, filled::start);
    assertTrue(copies.areBeingFilled());
  }

  @Test
  void whatCannotBeWrittenLaterIsTriedAgain() throws Exception {
    doThrow(new IgniteCheckedException("disk"))
        .doNothing()
        .when(data)
        .waitForCheckpoint(anyString());
    when(partitions.filling()).thenReturn(1L);
    filled.look();
    assertTrue(copies.areBeingFilled());
    filled.look();
    assertFalse(copies.areBeingFilled());
    filled.look();
    assertWritten(2);
  }
}
