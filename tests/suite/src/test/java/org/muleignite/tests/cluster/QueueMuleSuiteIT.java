package org.muleignite.tests.cluster;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.mule.runtime.core.api.util.queue.DefaultQueueConfiguration;
import org.mule.runtime.core.api.util.queue.QueueManager;
import org.mule.runtime.core.internal.util.queue.AbstractQueueManager;
import org.mule.tck.core.util.queue.AbstractTransactionQueueManagerTestCase;

/**
 * The tests that Mule publishes for queue managers, method by method, on the clustered one. Their
 * JUnit 4 life cycle is left out: it starts a whole Mule context that they do not use.
 */
class QueueMuleSuiteIT {

  @Nested
  class OnOneNode extends MuleSuite {
    OnOneNode() {
      super(1);
    }
  }

  @Nested
  class OnThreeNodes extends MuleSuite {
    OnThreeNodes() {
      super(3);
    }
  }

  @Test
  void noTestOfMulesIsMissed() {
    assertTrue(tests().count() >= 20, "only " + tests().toList());
  }

  @TestInstance(Lifecycle.PER_CLASS)
  abstract static class MuleSuite {

    private final int size;
    private QueueNodes nodes;

    MuleSuite(int size) {
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

    /** Mule's tests see a manager of the last node, so that most queues are owned elsewhere. */
    private QueueManager manager(String app) {
      return nodes.deploy(size - 1, app);
    }

    /** Mule forgets what is not persistent with its manager, we with the cluster: an app each. */
    @TestFactory
    Stream<DynamicTest> transientQueues() {
      return tests()
          .map(test -> run(test, new OnOurs(false, () -> manager("app-" + UUID.randomUUID()))));
    }

    @TestFactory
    Stream<DynamicTest> persistentQueues() {
      return tests()
          .map(
              test -> {
                String app = "app-" + UUID.randomUUID();
                return run(test, new OnOurs(true, () -> manager(app)));
              });
    }
  }

  /** One of Mule's tests, which asks for a manager as often as it likes. */
  private static final class OnOurs extends AbstractTransactionQueueManagerTestCase {

    private final boolean persistent;
    private final Supplier<QueueManager> managers;

    OnOurs(boolean persistent, Supplier<QueueManager> managers) {
      this.persistent = persistent;
      this.managers = managers;
    }

    @Override
    protected AbstractQueueManager createQueueManager() {
      QueueManager ours = managers.get();
      ours.setDefaultQueueConfiguration(new DefaultQueueConfiguration(0, persistent));
      return new QueueMuleManager(ours);
    }

    @Override
    protected boolean isPersistent() {
      return persistent;
    }
  }

  private static Stream<Method> tests() {
    List<Method> methods =
        Arrays.asList(AbstractTransactionQueueManagerTestCase.class.getDeclaredMethods());
    return methods.stream().filter(method -> method.isAnnotationPresent(org.junit.Test.class));
  }

  private static DynamicTest run(Method test, OnOurs on) {
    return dynamicTest(
        test.getName(),
        () -> {
          try {
            test.invoke(on);
          } catch (InvocationTargetException e) {
            throw e.getCause();
          }
        });
  }
}
