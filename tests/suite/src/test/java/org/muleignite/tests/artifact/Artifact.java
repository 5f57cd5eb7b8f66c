package org.muleignite.tests.artifact;

import java.io.Serializable;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import org.mule.runtime.api.config.custom.CustomizationService;
import org.mule.runtime.api.serialization.ObjectSerializer;
import org.mule.runtime.api.store.ObjectStoreManager;
import org.mule.runtime.api.store.PartitionableExpirableObjectStore;
import org.mule.runtime.core.api.MuleContext;
import org.mule.runtime.core.api.config.MuleConfiguration;
import org.mule.runtime.core.api.config.MuleProperties;
import org.mule.runtime.core.api.config.bootstrap.ArtifactType;
import org.mule.runtime.core.api.context.MuleContextAware;
import org.mule.runtime.core.api.util.queue.QueueManager;
import org.muleignite.cluster.engine.ClusterMember;
import org.muleignite.objectstore.StoreKind;

/**
 * An application as its queues and stores see it, with plain Java serialization. Without a mocking
 * library, which would cost every restart of a forked node more than the node itself.
 */
public final class Artifact {

  private final String name;
  private final ClassLoader classes;
  private final Map<String, Object> configuration = new HashMap<>();

  public Artifact(String name) {
    this(name, Artifact.class.getClassLoader());
  }

  /**
   * @param classes what its values are read with
   */
  public Artifact(String name, ClassLoader classes) {
    this.name = name;
    this.classes = classes;
    configure("getId", name);
  }

  /**
   * @param getter of the configuration of an application
   */
  public Artifact configure(String getter, Object value) {
    configuration.put(getter, value);
    return this;
  }

  /** The queues it gets when it is deployed on that node. */
  public QueueManager queues(ClusterMember member) {
    return (QueueManager) deploy(member, MuleProperties.OBJECT_QUEUE_MANAGER);
  }

  /** The store it gets when it is deployed on that node. */
  @SuppressWarnings("unchecked")
  public PartitionableExpirableObjectStore<Serializable> store(
      ClusterMember member, StoreKind kind) {
    return (PartitionableExpirableObjectStore<Serializable>)
        deploy(
            member,
            kind.isPersistent()
                ? ObjectStoreManager.BASE_PERSISTENT_OBJECT_STORE_KEY
                : ObjectStoreManager.BASE_IN_MEMORY_OBJECT_STORE_KEY);
  }

  private Object deploy(ClusterMember member, String service) {
    Map<String, Object> services = new HashMap<>();
    CustomizationService customization =
        proxy(
            CustomizationService.class,
            (method, arguments) -> services.put((String) arguments[0], arguments[1]));
    member.modules().forEach(module -> module.override(customization));
    ((MuleContextAware) services.get(service)).setMuleContext(context());
    return services.get(service);
  }

  public MuleContext context() {
    return answering(
        MuleContext.class,
        Map.of(
            "getArtifactType",
            ArtifactType.APP,
            "getConfiguration",
            answering(MuleConfiguration.class, configuration),
            "getExecutionClassLoader",
            classes,
            "isStopping",
            false,
            "getObjectSerializer",
            answering(ObjectSerializer.class, Map.of("getInternalProtocol", new JavaProtocol()))));
  }

  private interface Call {
    Object on(String method, Object[] arguments);
  }

  private static <T> T answering(Class<T> type, Map<String, Object> answers) {
    return proxy(type, (method, arguments) -> answers.get(method));
  }

  private static <T> T proxy(Class<T> type, Call call) {
    return type.cast(
        Proxy.newProxyInstance(
            Artifact.class.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              Object answer = call.on(method.getName(), arguments);
              return method.getReturnType() == void.class ? null : answer;
            }));
  }
}
