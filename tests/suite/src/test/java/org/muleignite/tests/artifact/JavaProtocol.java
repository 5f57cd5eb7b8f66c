package org.muleignite.tests.artifact;

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

/** Plain Java serialization, as Mule's default serializer does it. */
public final class JavaProtocol implements SerializationProtocol {

  @Override
  public byte[] serialize(Object object) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    serialize(object, bytes);
    return bytes.toByteArray();
  }

  @Override
  public void serialize(Object object, OutputStream out) {
    try (ObjectOutputStream objects = new ObjectOutputStream(out)) {
      objects.writeObject(object);
    } catch (IOException e) {
      throw new SerializationException("Could not serialize object", e);
    }
  }

  @Override
  public <T> T deserialize(byte[] bytes) {
    return deserialize(bytes, JavaProtocol.class.getClassLoader());
  }

  @Override
  public <T> T deserialize(byte[] bytes, ClassLoader classes) {
    return deserialize(new ByteArrayInputStream(bytes), classes);
  }

  @Override
  public <T> T deserialize(InputStream in) {
    return deserialize(in, JavaProtocol.class.getClassLoader());
  }

  @Override
  @SuppressWarnings("unchecked")
  public <T> T deserialize(InputStream in, ClassLoader classes) {
    try (ObjectInputStream objects = new LoaderInput(in, classes)) {
      return (T) objects.readObject();
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
