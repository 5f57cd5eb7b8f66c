package org.muleignite.cluster.mule;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Lock;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import org.mule.runtime.core.api.MuleContext;
import org.mule.runtime.core.api.context.MuleContextAware;
import org.muleignite.cluster.api.ClusterException;

/**
 * The three services whose interfaces Mule keeps internal: lock provider, scheduler controller,
 * cluster configuration. A class that implements them would not link on the module layers of newer
 * Mule versions; a dynamic proxy does. Stateless; what is made here is thread-safe.
 */
final class InternalServices {

  /**
   * The interface moved in 2025; the old name first would be wrong nowhere, but the new one is
   * exported.
   */
  private static final String[] LOCK_PROVIDER = {
    "org.mule.runtime.api.lock.LockProvider", "org.mule.runtime.core.internal.lock.LockProvider"
  };

  private static final String[] SCHEDULER_CONTROLLER = {
    "org.mule.runtime.core.internal.connector.SchedulerController"
  };

  private static final String[] CLUSTER_CONFIGURATION = {
    "org.mule.runtime.core.internal.config.ClusterConfiguration"
  };

  private InternalServices() {}

  /**
   * @param locks gives the lock of an id in the scope of the artifact that the provider was made
   *     for
   */
  static Object lockProvider(BiFunction<MuleContext, String, Lock> locks) {
    AtomicReference<MuleContext> artifact = new AtomicReference<>();
    return proxy(
        LOCK_PROVIDER,
        artifact,
        (method, arguments) -> locks.apply(artifact.get(), (String) arguments[0]));
  }

  static Object schedulerController(BooleanSupplier primary) {
    return proxy(
        SCHEDULER_CONTROLLER,
        new AtomicReference<>(),
        (method, arguments) -> primary.getAsBoolean());
  }

  static Object clusterConfiguration(String clusterId, int nodeId) {
    return proxy(
        CLUSTER_CONFIGURATION,
        new AtomicReference<>(),
        (method, arguments) ->
            method.getName().equals("getClusterId") ? (Object) clusterId : (Object) nodeId);
  }

  static Class<?> schedulerControllerType() {
    return find(SCHEDULER_CONTROLLER);
  }

  private static Object proxy(
      String[] names,
      AtomicReference<MuleContext> artifact,
      BiFunction<Method, Object[], Object> answer) {
    Class<?> type = find(names);
    InvocationHandler handler =
        (proxy, method, arguments) -> {
          if (method.getDeclaringClass() == Object.class) {
            return ofObject(proxy, type, method, arguments);
          }
          if (method.getDeclaringClass() == MuleContextAware.class) {
            artifact.set((MuleContext) arguments[0]);
            return null;
          }
          return answer.apply(method, arguments);
        };
    return Proxy.newProxyInstance(
        InternalServices.class.getClassLoader(),
        new Class<?>[] {type, MuleContextAware.class},
        handler);
  }

  private static Object ofObject(Object proxy, Class<?> type, Method method, Object[] arguments) {
    switch (method.getName()) {
      case "equals":
        return proxy == arguments[0];
      case "hashCode":
        return System.identityHashCode(proxy);
      default:
        return "Ignite" + type.getSimpleName();
    }
  }

  private static Class<?> find(String[] names) {
    for (String name : names) {
      try {
        return Class.forName(name, false, InternalServices.class.getClassLoader());
      } catch (ClassNotFoundException e) {
        continue;
      }
    }
    throw new ClusterException(
        "This Mule has no "
            + names[names.length - 1]
            + ": see the README for the supported versions of Mule.");
  }
}
