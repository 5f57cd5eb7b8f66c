package org.muleignite.tests.contract;

import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.io.File;
import java.io.Serializable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.io.TempDir;
import org.mule.runtime.api.serialization.ObjectSerializer;
import org.mule.runtime.api.store.PartitionableExpirableObjectStore;
import org.mule.runtime.core.api.MuleContext;
import org.mule.runtime.core.api.config.MuleConfiguration;
import org.mule.runtime.core.internal.store.PartitionedPersistentObjectStore;
import org.muleignite.tests.cluster.QueueJavaProtocol;

/** Mule's own persistent base store: what the contract demands is what Mule does. */
class ObjectStorePersistentReferenceIT extends ObjectStoreContract {

  @TempDir Path folder;

  private PartitionedPersistentObjectStore<Serializable> store;

  @Override
  protected List<PartitionableExpirableObjectStore<Serializable>> views() throws Exception {
    store = new PartitionedPersistentObjectStore<>(artifact(folder.toFile()));
    store.open();
    return Collections.singletonList(store);
  }

  /** Its files have the time of the machine. */
  @Override
  protected void elapse(long millis) {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    Awaitility.await("time")
        .atMost(Duration.ofMillis(millis).plusSeconds(20))
        .until(() -> System.nanoTime() > end);
  }

  private static MuleContext artifact(File folder) {
    MuleConfiguration configuration = mock(MuleConfiguration.class);
    when(configuration.getWorkingDirectory()).thenReturn(folder.getAbsolutePath());
    ObjectSerializer serializer = mock(ObjectSerializer.class);
    when(serializer.getInternalProtocol()).thenReturn(new QueueJavaProtocol());
    MuleContext context = mock(MuleContext.class);
    when(context.getConfiguration()).thenReturn(configuration);
    when(context.getObjectSerializer()).thenReturn(serializer);
    return context;
  }
}
