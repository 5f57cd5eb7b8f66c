package org.muleignite.tests.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.Serializable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.mule.runtime.api.store.ObjectStore;
import org.mule.tck.core.util.store.TemplateObjectStoreContractTestCase;
import org.muleignite.objectstore.StoreKind;

/**
 * The tests that Mule publishes for object stores, method by method, on the clustered ones. Their
 * JUnit 4 life cycle is left out: it starts a whole Mule context that they do not use.
 */
class ObjectStoreMuleSuiteIT {

  private static final int PUBLISHED = 8;

  private static final Map<Integer, ObjectStoreNodes> clusters = new TreeMap<>();

  @BeforeAll
  static void start() {
    for (int size : new int[] {1, 3}) {
      clusters.put(size, new ObjectStoreNodes(size));
    }
  }

  @AfterAll
  static void stop() {
    clusters.values().forEach(ObjectStoreNodes::close);
  }

  private static final class OnOurs extends TemplateObjectStoreContractTestCase {

    private final ObjectStore<Serializable> store;

    OnOurs(int size, StoreKind kind) {
      store = clusters.get(size).deploy(size - 1, kind, "app-" + UUID.randomUUID());
    }

    @Override
    public ObjectStore<Serializable> getObjectStore() {
      return store;
    }

    @Override
    public Serializable getStorableValue() {
      return "value";
    }
  }

  @TestFactory
  Stream<DynamicTest> onOurStores() {
    return clusters.keySet().stream()
        .flatMap(size -> Stream.of(StoreKind.values()).flatMap(kind -> all(size, kind)));
  }

  private static Stream<DynamicTest> all(int size, StoreKind kind) {
    return tests()
        .map(
            test ->
                run(test.getName() + ", " + kind + " of " + size, test, new OnOurs(size, kind)));
  }

  @Test
  void noTestOfMulesIsMissed() {
    assertEquals(PUBLISHED, tests().count());
  }

  private static Stream<Method> tests() {
    List<Method> methods =
        Arrays.asList(TemplateObjectStoreContractTestCase.class.getDeclaredMethods());
    return methods.stream().filter(method -> method.isAnnotationPresent(org.junit.Test.class));
  }

  private static DynamicTest run(String name, Method test, OnOurs on) {
    return dynamicTest(
        name,
        () -> {
          try {
            test.invoke(on);
          } catch (InvocationTargetException e) {
            throw e.getCause();
          }
        });
  }
}
