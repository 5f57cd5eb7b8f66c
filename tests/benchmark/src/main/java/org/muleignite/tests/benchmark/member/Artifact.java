package org.muleignite.tests.benchmark.member;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.mule.runtime.api.serialization.ObjectSerializer;
import org.mule.runtime.api.serialization.SerializationProtocol;
import org.mule.runtime.core.api.MuleContext;
import org.mule.runtime.core.api.config.MuleConfiguration;
import org.mule.runtime.core.api.config.bootstrap.ArtifactType;

/**
 * An application as its services see it. Our services ask it at every operation, so it is no mock
 * of a library: a call takes some ten nanoseconds.
 */
public final class Artifact {

  private Artifact() {}

  /** An application with this name that serializes as Java does. */
  public static MuleContext named(String name) {
    MuleConfiguration configuration =
        standIn(MuleConfiguration.class, (proxy, method, arguments) -> idOnly(method, name));
    ObjectSerializer serializer = new JavaSerializer();
    ClassLoader classes = Artifact.class.getClassLoader();
    return standIn(
        MuleContext.class,
        (proxy, method, arguments) ->
            switch (method.getName()) {
              case "getArtifactType" -> ArtifactType.APP;
              case "getConfiguration" -> configuration;
              case "getObjectSerializer" -> serializer;
              case "getExecutionClassLoader" -> classes;
              case "isStopping" -> false;
              default -> throw new UnsupportedOperationException(method.toString());
            });
  }

  private static String idOnly(Method method, String name) {
    if (!method.getName().equals("getId")) {
      throw new UnsupportedOperationException(method.toString());
    }
    return name;
  }

  private static <T> T standIn(Class<T> type, InvocationHandler answers) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, answers));
  }

  private static final class JavaSerializer implements ObjectSerializer {

    private final SerializationProtocol protocol = new JavaProtocol();

    @Override
    public SerializationProtocol getInternalProtocol() {
      return protocol;
    }

    @Override
    public SerializationProtocol getExternalProtocol() {
      return protocol;
    }
  }
}
