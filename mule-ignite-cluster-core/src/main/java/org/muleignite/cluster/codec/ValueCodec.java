package org.muleignite.cluster.codec;

import java.io.Serializable;
import java.util.function.Supplier;
import org.mule.runtime.api.serialization.SerializationException;
import org.mule.runtime.api.serialization.SerializationProtocol;
import org.mule.runtime.core.api.MuleContext;

/**
 * Turns the values of one artifact into bytes and back, with the artifact's own serializer and
 * class loader. No other class of ours ever sees an application object on its way into the cluster,
 * so the engine keeps no application class alive. Thread-safe; blocks for the serialization only.
 */
public final class ValueCodec {

  private final Supplier<SerializationProtocol> protocol;
  private final Supplier<ClassLoader> classLoader;

  public ValueCodec(Supplier<SerializationProtocol> protocol, Supplier<ClassLoader> classLoader) {
    this.protocol = protocol;
    this.classLoader = classLoader;
  }

  /**
   * The codec of an artifact. The serializer is looked up at each use: it may be configured after
   * the services.
   */
  public static ValueCodec of(MuleContext artifact) {
    return new ValueCodec(
        () -> artifact.getObjectSerializer().getInternalProtocol(),
        artifact::getExecutionClassLoader);
  }

  /**
   * @param value not null
   * @throws SerializationException when the value, or something it refers to, cannot be serialized;
   *     nothing is stored
   */
  public byte[] encode(Serializable value) {
    return Envelope.wrap(protocol.get().serialize(value));
  }

  /**
   * @throws UndecodableValueException when the bytes are corrupt, of a newer format, or of a class
   *     that the artifact does not have; the cause is kept
   */
  public Serializable decode(byte[] bytes) {
    byte[] payload = Envelope.unwrap(bytes);
    try {
      return protocol.get().deserialize(payload, classLoader.get());
    } catch (SerializationException | LinkageError e) {
      // The error: the class is there, one that it needs is gone.
      throw new UndecodableValueException(
          "The stored value ("
              + payload.length
              + " bytes) cannot be deserialized by this application: "
              + rootOf(e),
          e);
    }
  }

  private static Throwable rootOf(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }
}
