package org.muleignite.tests.cluster;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;
import static org.mockito.Mockito.withSettings;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.mule.runtime.api.config.custom.CustomizationService;
import org.mule.runtime.api.serialization.ObjectSerializer;
import org.mule.runtime.api.serialization.SerializationProtocol;
import org.mule.runtime.core.api.MuleContext;
import org.mule.runtime.core.api.config.MuleConfiguration;
import org.mule.runtime.core.api.config.MuleProperties;
import org.mule.runtime.core.api.config.bootstrap.ArtifactType;
import org.mule.runtime.core.api.context.MuleContextAware;
import org.mule.runtime.core.api.util.queue.QueueManager;
import org.muleignite.cluster.config.ClusterSettings;
import org.muleignite.cluster.engine.ClusterMember;
import org.muleignite.queue.QueueModule;
import org.muleignite.queue.rules.QueueDepths;
import org.muleignite.queue.rules.SetAside;
import org.muleignite.tests.support.TestCluster;

/** A cluster of members with queues, and what Mule would do to get at them. */
public final class QueueNodes implements AutoCloseable {

  private final TestCluster cluster;

  public QueueNodes(int size) {
    this(size, settings -> {});
  }

  /**
   * @param tuning changes the settings of a member before it starts
   */
  public QueueNodes(int size, Consumer<ClusterSettings> tuning) {
    this(size, tuning, QueueModule::new);
  }

  /**
   * @param modules makes the queues of each member, one after the other
   */
  public QueueNodes(int size, Consumer<ClusterSettings> tuning, Supplier<QueueModule> modules) {
    cluster = new TestCluster(() -> List.of(modules.get()), tuning);
    for (int node = 0; node < size; node++) {
      cluster.start(node);
    }
  }

  public TestCluster cluster() {
    return cluster;
  }

  /** What an application gets when it is deployed on the node. */
  public QueueManager deploy(int node, String app) {
    return deploy(cluster.member(node), app, QueueNodes.class.getClassLoader());
  }

  /** What an operator gets on the node. */
  public QueueDepths depths(int node) {
    return ((QueueModule) cluster.member(node).modules().get(0)).depths();
  }

  /** What an operator gets on the node. */
  public SetAside setAside(int node) {
    return ((QueueModule) cluster.member(node).modules().get(0)).setAside();
  }

  public static QueueManager deploy(ClusterMember member, String app, ClassLoader classes) {
    Map<String, Object> services = new HashMap<>();
    CustomizationService customization = mock(CustomizationService.class);
    doAnswer(call -> services.put(call.getArgument(0), call.getArgument(1)))
        .when(customization)
        .overrideDefaultServiceImpl(any(), any());
    member.modules().get(0).override(customization);
    Object manager = services.get(MuleProperties.OBJECT_QUEUE_MANAGER);
    ((MuleContextAware) manager).setMuleContext(artifact(app, classes));
    return (QueueManager) manager;
  }

  @Override
  public void close() {
    cluster.close();
  }

  /** An application as its services see it, with plain Java serialization. */
  public static MuleContext artifact(String app, ClassLoader classes) {
    SerializationProtocol protocol = new QueueJavaProtocol();
    ObjectSerializer serializer = mock(ObjectSerializer.class, withSettings().stubOnly());
    when(serializer.getInternalProtocol()).thenReturn(protocol);
    MuleConfiguration configuration = mock(MuleConfiguration.class, withSettings().stubOnly());
    when(configuration.getId()).thenReturn(app);
    MuleContext context = mock(MuleContext.class, withSettings().stubOnly());
    when(context.getArtifactType()).thenReturn(ArtifactType.APP);
    when(context.getConfiguration()).thenReturn(configuration);
    when(context.getObjectSerializer()).thenReturn(serializer);
    when(context.getExecutionClassLoader()).thenReturn(classes);
    return context;
  }
}
