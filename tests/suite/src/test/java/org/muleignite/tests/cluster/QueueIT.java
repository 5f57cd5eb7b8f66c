package org.muleignite.tests.cluster;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.mule.runtime.core.api.util.queue.QueueManager;
import org.muleignite.tests.contract.QueueClusterContract;

/** The contract on the clustered queues, as one, two and three nodes see them. */
class QueueIT {

  @Nested
  class OnOneNode extends BothKinds {
    OnOneNode() {
      super(1);
    }
  }

  @Nested
  class OnTwoNodes extends BothKinds {
    OnTwoNodes() {
      super(2);
    }
  }

  @Nested
  class OnThreeNodes extends BothKinds {
    OnThreeNodes() {
      super(3);
    }
  }

  @TestInstance(Lifecycle.PER_CLASS)
  abstract static class BothKinds {

    private final int size;
    private QueueNodes nodes;

    BothKinds(int size) {
      this.size = size;
    }

    @BeforeAll
    void start() {
      nodes = new QueueNodes(size);
    }

    @AfterAll
    void stop() {
      nodes.close();
    }

    @Nested
    class Transient extends OfKind {
      Transient() {
        super(false);
      }
    }

    @Nested
    class Persistent extends OfKind {
      Persistent() {
        super(true);
      }
    }

    abstract class OfKind extends QueueClusterContract {

      private final boolean persistent;
      private final List<QueueManager> managers = new ArrayList<>();

      OfKind(boolean persistent) {
        this.persistent = persistent;
      }

      @Override
      protected List<QueueManager> managers() {
        while (managers.size() < size) {
          managers.add(nodes.deploy(managers.size(), "app"));
        }
        return managers;
      }

      @Override
      protected QueueManager fresh() {
        return nodes.deploy(size - 1, "app");
      }

      @Override
      protected boolean persistent() {
        return persistent;
      }
    }
  }
}
