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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.mule.runtime.core.api.util.queue.DefaultQueueConfiguration;
import org.mule.runtime.core.api.util.queue.QueueManager;
import org.mule.runtime.core.internal.util.queue.AbstractQueueManager;
import org.mule.tck.core.util.queue.AbstractTransactionQueueManagerTestCase;

/**
 * The tests that Mule publishes for queue managers, method by method, on the clustered one. Their
 * JUnit 4 life cycle is left out: it starts a whole Mule context that they do not use.
 */
class QueueMuleSuiteIT {

  private static QueueNodes nodes;

  @BeforeAll
  static void start() {
    nodes = new QueueNodes(2);
  }

  @AfterAll
  static void stop() {
    nodes.close();
  }

  /** Mule's tests see a manager of the last node, so that most queues are owned elsewhere. */
  private static final class OnOurs extends AbstractTransactionQueueManagerTestCase {

    private final boolean persistent;
    private final Supplier<String> app;

    OnOurs(boolean persistent, Supplier<String> app) {
      this.persistent = persistent;
      this.app = app;
    }

    @Override
    protected AbstractQueueManager createQueueManager() {
      QueueManager ours = nodes.deploy(1, app.get());
      ours.setDefaultQueueConfiguration(new DefaultQueueConfiguration(0, persistent));
      return new QueueMuleManager(ours);
    }

    @Override
    protected boolean isPersistent() {
      return persistent;
    }
  }

  /** Mule forgets what is not persistent with its manager, we with the cluster: an app for each. */
  @TestFactory
  Stream<DynamicTest> transientQueues() {
    return tests().map(test -> run(test, new OnOurs(false, () -> "app-" + UUID.randomUUID())));
  }

  @TestFactory
  Stream<DynamicTest> persistentQueues() {
    return tests()
        .map(
            test -> {
              String app = "app-" + UUID.randomUUID();
              return run(test, new OnOurs(true, () -> app));
            });
  }

  @Test
  void noTestOfMulesIsMissed() {
    assertTrue(tests().count() >= 20, "only " + tests().toList());
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
