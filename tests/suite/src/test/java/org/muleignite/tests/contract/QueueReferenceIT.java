package org.muleignite.tests.contract;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.mule.runtime.core.api.MuleContext;
import org.mule.runtime.core.api.util.queue.QueueManager;
import org.mule.runtime.core.internal.util.queue.TransactionalQueueManager;
import org.muleignite.tests.artifact.Artifact;

/** Mule's own queue manager: what the contract demands is what Mule does. */
class QueueReferenceIT extends QueueContract {

  private final TransactionalQueueManager manager = new TransactionalQueueManager();

  @TempDir private Path directory;

  @BeforeEach
  void start() throws Exception {
    MuleContext context =
        new Artifact("app")
            .configure("getWorkingDirectory", directory.toString())
            .configure("getMaxQueueTransactionFilesSizeInMegabytes", 10)
            .context();
    manager.setMuleContext(context);
    manager.initialise();
    manager.start();
  }

  @AfterEach
  void stop() throws Exception {
    manager.stop();
    manager.dispose();
  }

  @Override
  protected List<QueueManager> managers() {
    return Collections.singletonList(manager);
  }

  @Override
  protected boolean persistent() {
    return false;
  }
}
