package org.muleignite.tests.cluster;

import java.util.Collections;
import java.util.List;
import java.util.concurrent.locks.Lock;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.muleignite.tests.contract.LockContract;
import org.muleignite.tests.support.TestCluster;

/** The contract on the clustered locks, as one, two and three nodes see them. */
class LockIT {

  @Nested
  class OnOneNode extends OnNodes {
    OnOneNode() {
      super(1);
    }
  }

  @Nested
  class OnTwoNodes extends OnNodes {
    OnTwoNodes() {
      super(2);
    }
  }

  @Nested
  class OnThreeNodes extends OnNodes {
    OnThreeNodes() {
      super(3);
    }
  }

  @TestInstance(Lifecycle.PER_CLASS)
  abstract static class OnNodes extends LockContract {

    private final int size;
    private TestCluster cluster;

    OnNodes(int size) {
      this.size = size;
    }

    @BeforeAll
    void start() {
      cluster = TestCluster.of(size, Collections::emptyList);
    }

    @AfterAll
    void stop() {
      cluster.close();
    }

    @Override
    protected List<Function<String, Lock>> views() {
      return cluster.running().stream()
          .map(member -> (Function<String, Lock>) member.locks()::lock)
          .collect(Collectors.toList());
    }
  }
}
