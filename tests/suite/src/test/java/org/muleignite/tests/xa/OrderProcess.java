package org.muleignite.tests.xa;

import java.io.File;
import java.io.IOException;
import java.util.List;
import org.muleignite.cluster.config.ClusterSettings;
import org.muleignite.tests.support.ForkedJvm;

/** An {@link OrderNode} as its test sees it. Not thread-safe; asking waits for the answer. */
final class OrderProcess implements AutoCloseable {

  private final File storage;
  private final ForkedJvm jvm;

  /** Returns at once; {@link #awaitStart} tells when it serves. */
  OrderProcess(ClusterSettings settings, File storage, File transactions) throws IOException {
    this.storage = storage;
    this.jvm =
        new ForkedJvm(
            storage.getName(),
            OrderNode.class,
            List.of(
                settings.getClusterName(),
                String.valueOf(settings.getDiscoveryPort()),
                String.valueOf(settings.getCommunicationPort()),
                storage.getPath(),
                transactions.getPath()));
  }

  /** For a successor on the same node. */
  File storage() {
    return storage;
  }

  OrderProcess awaitStart() throws InterruptedException {
    jvm.answer();
    return this;
  }

  String ask(String command) throws InterruptedException {
    return jvm.ask(command);
  }

  /** SIGKILL; returns when the process is gone. */
  void kill() throws InterruptedException {
    jvm.kill();
  }

  @Override
  public void close() throws InterruptedException {
    kill();
  }
}
