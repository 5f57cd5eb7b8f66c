package org.muleignite.tests.store;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.mule.runtime.api.store.PartitionableExpirableObjectStore;
import org.muleignite.objectstore.StoreKind;
import org.muleignite.tests.contract.ObjectStoreContract;

/** The contract on the clustered stores, as one, two and three nodes see them. */
class ObjectStoreIT {

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
    private ObjectStoreNodes nodes;

    BothKinds(int size) {
      this.size = size;
    }

    @BeforeAll
    void start() {
      nodes = new ObjectStoreNodes(size);
    }

    @AfterAll
    void stop() {
      nodes.close();
    }

    @Nested
    class Transient extends OfKind {
      Transient() {
        super(StoreKind.TRANSIENT);
      }
    }

    @Nested
    class Persistent extends OfKind {
      Persistent() {
        super(StoreKind.PERSISTENT);
      }
    }

    abstract class OfKind extends ObjectStoreContract {

      private final StoreKind kind;

      OfKind(StoreKind kind) {
        this.kind = kind;
      }

      @Override
      protected List<PartitionableExpirableObjectStore<Serializable>> views() {
        List<PartitionableExpirableObjectStore<Serializable>> views = new ArrayList<>();
        for (int node = 0; node < size; node++) {
          views.add(nodes.deploy(node, kind, "app"));
        }
        return views;
      }

      @Override
      protected void elapse(long millis) {
        nodes.elapse(millis);
      }
    }
  }
}
