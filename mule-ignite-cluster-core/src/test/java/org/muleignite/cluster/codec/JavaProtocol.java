package org.muleignite.cluster.codec;

import static org.mule.runtime.api.i18n.I18nMessageFactory.createStaticMessage;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.io.OutputStream;
import org.mule.runtime.api.serialization.SerializationException;
import org.mule.runtime.api.serialization.SerializationProtocol;

/** Java serialization with the failures of Mule's own: exceptions are wrapped, errors are not. */
class JavaProtocol implements SerializationProtocol {

  @Override
  public byte[] serialize(Object value) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    serialize(value, bytes);
    return bytes.toByteArray();
  }

  @Override
  public void serialize(Object value, OutputStream target) {
    try (ObjectOutputStream out = new ObjectOutputStream(target)) {
      out.writeObject(value);
    } catch (IOException e) {
      throw new SerializationException(createStaticMessage("cannot write"), e);
    }
  }

  @Override
  public <T> T deserialize(byte[] bytes) {
    return deserialize(bytes, JavaProtocol.class.getClassLoader());
  }

  @Override
  public <T> T deserialize(byte[] bytes, ClassLoader loader) {
    return deserialize(new ByteArrayInputStream(bytes), loader);
  }

  @Override
  public <T> T deserialize(InputStream bytes) {
    return deserialize(bytes, JavaProtocol.class.getClassLoader());
  }

  @Override
  @SuppressWarnings("unchecked")
  public <T> T deserialize(InputStream bytes, ClassLoader loader) {
    try (ObjectInputStream in = new LoaderInput(bytes, loader)) {
      return (T) in.readObject();
    } catch (IOException | ClassNotFoundException e) {
      throw new SerializationException(createStaticMessage("cannot read"), e);
    }
  }

  private static final class LoaderInput extends ObjectInputStream {

    private final ClassLoader loader;

    LoaderInput(InputStream bytes, ClassLoader loader) throws IOException {
      super(bytes);
      this.loader = loader;
    }

    @Override
    protected Class<?> resolveClass(ObjectStreamClass type) throws ClassNotFoundException {
      return Class.forName(type.getName(), false, loader);
    }
  }
}
