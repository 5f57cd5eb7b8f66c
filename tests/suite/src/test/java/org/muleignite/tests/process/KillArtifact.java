package org.muleignite.tests.process;

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
import org.muleignite.tests.cluster.QueueJavaProtocol;

/**
 * An application on a forked node, as its queues and stores see it. Without a mocking library,
 * which would cost every restart more than the node itself.
 */
final class KillArtifact {

  private KillArtifact() {}

  static QueueManager deploy(ClusterMember member) {
    return (QueueManager) deploy(member, MuleProperties.OBJECT_QUEUE_MANAGER);
  }

  @SuppressWarnings("unchecked")
  static PartitionableExpirableObjectStore<Serializable> deployStore(
      ClusterMember member, StoreKind kind) {
    return (PartitionableExpirableObjectStore<Serializable>)
        deploy(
            member,
            kind.isPersistent()
                ? ObjectStoreManager.BASE_PERSISTENT_OBJECT_STORE_KEY
                : ObjectStoreManager.BASE_IN_MEMORY_OBJECT_STORE_KEY);
  }

  private static Object deploy(ClusterMember member, String service) {
    Map<String, Object> services = new HashMap<>();
    CustomizationService customization =
        (CustomizationService)
            proxy(
                CustomizationService.class,
                (name, arguments) -> services.put((String) arguments[0], arguments[1]));
    member.modules().forEach(module -> module.override(customization));
    ((MuleContextAware) services.get(service)).setMuleContext(context());
    return services.get(service);
  }

  private static MuleContext context() {
    Map<String, Object> answers =
        Map.of(
            "getArtifactType", ArtifactType.APP,
            "getConfiguration", answering(MuleConfiguration.class, Map.of("getId", KillLayout.APP)),
            "getExecutionClassLoader", KillArtifact.class.getClassLoader(),
            "isStopping", false,
            "getObjectSerializer",
                answering(
                    ObjectSerializer.class,
                    Map.of("getInternalProtocol", new QueueJavaProtocol())));
    return (MuleContext) answering(MuleContext.class, answers);
  }

  private interface Call {
    Object on(String method, Object[] arguments);
  }

  private static Object answering(Class<?> type, Map<String, Object> answers) {
    return proxy(type, (method, arguments) -> answers.get(method));
  }

  private static Object proxy(Class<?> type, Call call) {
    return Proxy.newProxyInstance(
        KillArtifact.class.getClassLoader(),
        new Class<?>[] {type},
        (proxy, method, arguments) -> {
          Object answer = call.on(method.getName(), arguments);
          return method.getReturnType() == void.class ? null : answer;
        });
  }
}
