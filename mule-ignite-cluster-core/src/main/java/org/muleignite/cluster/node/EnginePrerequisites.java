package org.muleignite.cluster.node;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import org.muleignite.cluster.api.ClusterException;

/**
 * What must be true of the JVM before the first Ignite class is loaded: the system properties whose
 * defaults would harm a Mule JVM, and the JDK packages that Ignite reaches into. The packages are
 * opened in-process for the unnamed module of the engine, so that an installed Mule needs no change
 * of its start flags. Idempotent; called by one thread.
 */
public final class EnginePrerequisites {

  private static final String[] PACKAGES = {
    "java.nio", "java.util", "java.lang", "sun.nio.ch", "java.io", "java.lang.invoke"
  };

  private EnginePrerequisites() {}

  public static void establish(ClassLoader engine) {
    setUnlessChosen("IGNITE_NO_SHUTDOWN_HOOK", "true");
    setUnlessChosen("IGNITE_UPDATE_NOTIFIER", "false");
    // Ignite 2.17 would otherwise filter all Java deserialization of the whole Mule JVM.
    setUnlessChosen("IGNITE_ENABLE_OBJECT_INPUT_FILTER_AUTOCONFIGURATION", "false");
    // A resource beside our classes: what other nodes may make this one create.
    setUnlessChosen(ReceivedClasses.PROPERTY, ReceivedClasses.RESOURCE);
    // A node that returns gets whole partitions: the log of changes that it lacks does not tell of
    // those that it alone has, because it died before anybody else got them.
    setUnlessChosen("IGNITE_PDS_WAL_REBALANCE_THRESHOLD", String.valueOf(Integer.MAX_VALUE));
    setUnlessChosen("IGNITE_QUIET", "true");
    setUnlessChosen("IGNITE_NO_ASCII", "true");
    setUnlessChosen("IGNITE_PERFORMANCE_SUGGESTIONS_DISABLED", "true");
    if (hasModules()) {
      openPackages(engine);
    }
  }

  private static void setUnlessChosen(String key, String value) {
    if (System.getProperty(key) == null) {
      System.setProperty(key, value);
    }
  }

  private static boolean hasModules() {
    return !System.getProperty("java.specification.version").startsWith("1.");
  }

  private static void openPackages(ClassLoader engine) {
    try {
      Class<?> moduleClass = Class.forName("java.lang.Module");
      Object base = Class.class.getMethod("getModule").invoke(Object.class);
      Object target = ClassLoader.class.getMethod("getUnnamedModule").invoke(engine);
      Method isOpen = moduleClass.getMethod("isOpen", String.class, moduleClass);
      for (String name : PACKAGES) {
        if (!(Boolean) isOpen.invoke(base, name, target)) {
          trustedOpener(moduleClass).invoke(base, name, target);
        }
      }
    } catch (Throwable e) {
      throw new ClusterException(
          "Ignite needs JDK packages that this JVM keeps closed, and they could not be opened in-process ("
              + e
              + "): include conf/mule-ignite-jvm-17.conf in conf/wrapper.conf, or add its --add-opens lines to the"
              + " start flags.",
          e);
    }
  }

  /** {@code Module.implAddOpens}, reached through the one trusted lookup of the JVM. */
  private static MethodHandle trustedOpener(Class<?> moduleClass)
      throws ReflectiveOperationException {
    Class<?> unsafeClass = Class.forName("sun.misc.Unsafe");
    Field theUnsafe = unsafeClass.getDeclaredField("theUnsafe");
    theUnsafe.setAccessible(true);
    Object unsafe = theUnsafe.get(null);
    Field trusted = MethodHandles.Lookup.class.getDeclaredField("IMPL_LOOKUP");
    Object base = unsafeClass.getMethod("staticFieldBase", Field.class).invoke(unsafe, trusted);
    Object offset = unsafeClass.getMethod("staticFieldOffset", Field.class).invoke(unsafe, trusted);
    MethodHandles.Lookup lookup =
        (MethodHandles.Lookup)
            unsafeClass
                .getMethod("getObject", Object.class, long.class)
                .invoke(unsafe, base, offset);
    MethodType type = MethodType.methodType(void.class, String.class, moduleClass);
    return lookup.findVirtual(moduleClass, "implAddOpens", type);
  }
}
