package org.muleignite.tests.store;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;
import static org.mockito.Mockito.withSettings;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.io.Serializable;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.mockito.stubbing.Answer;
import org.mule.runtime.api.config.custom.CustomizationService;
import org.mule.runtime.api.serialization.ObjectSerializer;
import org.mule.runtime.api.serialization.SerializationException;
import org.mule.runtime.api.serialization.SerializationProtocol;
import org.mule.runtime.api.store.ObjectStoreManager;
import org.mule.runtime.api.store.PartitionableExpirableObjectStore;
import org.mule.runtime.core.api.MuleContext;
import org.mule.runtime.core.api.config.MuleConfiguration;
import org.mule.runtime.core.api.config.bootstrap.ArtifactType;
import org.mule.runtime.core.api.context.MuleContextAware;
import org.muleignite.cluster.config.ClusterSettings;
import org.muleignite.cluster.engine.ClusterMember;
import org.muleignite.objectstore.ObjectStoreModule;
import org.muleignite.objectstore.StoreKind;
import org.muleignite.tests.support.TestCluster;

/** A cluster of members with object stores, and what Mule would do to get at them. */
final class ObjectStoreNodes implements AutoCloseable {

  private final TestCluster cluster;

  ObjectStoreNodes(int size) {
    this(size, settings -> {});
  }

  /**
   * @param tuning changes the settings of a member before it starts
   */
  ObjectStoreNodes(int size, Consumer<ClusterSettings> tuning) {
    cluster = new TestCluster(() -> List.of(new ObjectStoreModule()), tuning);
    for (int node = 0; node < size; node++) {
      cluster.start(node);
    }
  }

  TestCluster cluster() {
    return cluster;
  }

  /** What an application gets when it is deployed on the node. */
  PartitionableExpirableObjectStore<Serializable> deploy(int node, StoreKind kind, String app) {
    return deploy(node, kind, app, ObjectStoreNodes.class.getClassLoader());
  }

  @SuppressWarnings("unchecked")
  PartitionableExpirableObjectStore<Serializable> deploy(
      int node, StoreKind kind, String app, ClassLoader classes) {
    Map<String, Object> services = new HashMap<>();
    CustomizationService customization = mock(CustomizationService.class);
    doAnswer(call -> services.put(call.getArgument(0), call.getArgument(1)))
        .when(customization)
        .overrideDefaultServiceImpl(any(), any());
    cluster.member(node).modules().get(0).override(customization);
    Object store =
        services.get(
            kind.isPersistent()
                ? ObjectStoreManager.BASE_PERSISTENT_OBJECT_STORE_KEY
                : ObjectStoreManager.BASE_IN_MEMORY_OBJECT_STORE_KEY);
    ((MuleContextAware) store).setMuleContext(artifact(app, classes));
    return (PartitionableExpirableObjectStore<Serializable>) store;
  }

  /** Returns when so much cluster time has passed on every node. */
  void elapse(long millis) {
    for (ClusterMember member : cluster.running()) {
      long end = member.context().clock().currentTimeMillis() + millis;
      Awaitility.await("cluster time")
          .atMost(Duration.ofMillis(millis).plusSeconds(20))
          .pollInterval(Duration.ofMillis(5))
          .until(() -> member.context().clock().currentTimeMillis() >= end);
    }
  }

  @Override
  public void close() {
    cluster.close();
  }

  private static MuleContext artifact(String app, ClassLoader classes) {
    SerializationProtocol protocol = mock(SerializationProtocol.class, withSettings().stubOnly());
    when(protocol.serialize(any())).thenAnswer(call -> serialize(call.getArgument(0)));
    Answer<Object> deserialize = call -> deserialize(call.getArgument(0), call.getArgument(1));
    when(protocol.deserialize(any(byte[].class), eq(classes))).thenAnswer(deserialize);
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

  private static byte[] serialize(Object value) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(value);
    } catch (IOException e) {
      throw new SerializationException("Could not serialize object", e);
    }
    return bytes.toByteArray();
  }

  private static Object deserialize(byte[] bytes, ClassLoader classes) {
    try (ObjectInputStream in = new LoaderInput(new ByteArrayInputStream(bytes), classes)) {
      return in.readObject();
    } catch (IOException | ClassNotFoundException e) {
      throw new SerializationException("Could not deserialize object", e);
    }
  }

  private static final class LoaderInput extends ObjectInputStream {

    private final ClassLoader classes;

    LoaderInput(InputStream in, ClassLoader classes) throws IOException {
      super(in);
      this.classes = classes;
    }

    @Override
    protected Class<?> resolveClass(ObjectStreamClass type) throws ClassNotFoundException {
      return Class.forName(type.getName(), false, classes);
    }
  }
}
