package org.muleignite.cluster.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mule.runtime.api.serialization.ObjectSerializer;
import org.mule.runtime.api.serialization.SerializationException;
import org.mule.runtime.core.api.MuleContext;

class ValueCodecTest {

  private record Order(int number) implements Serializable {}

  /** Has no class of the application. */
  private static final ClassLoader WITHOUT_ORDER = ClassLoader.getPlatformClassLoader();

  private static final int MAGIC = 0;
  private static final int FORMAT = 2;
  private static final int FLAGS = 3;
  private static final int PAYLOAD = 4;

  private final JavaProtocol protocol = new JavaProtocol();
  private final ValueCodec codec = codecWith(ValueCodecTest.class.getClassLoader());
  private final byte[] stored = codec.encode(new Order(7));

  private ValueCodec codecWith(ClassLoader application) {
    return new ValueCodec(() -> protocol, () -> application);
  }

  @Test
  void aValueComesBackEqual() {
    assertEquals(new Order(7), codec.decode(stored));
  }

  @Test
  void theEnvelopeAddsFourBytesThatStayTheSameForEver() {
    assertArrayEquals(new byte[] {'M', 'I', 1, 0}, Arrays.copyOf(stored, PAYLOAD));
    assertArrayEquals(
        protocol.serialize(new Order(7)), Arrays.copyOfRange(stored, PAYLOAD, stored.length));
  }

  @Test
  void anArtifactUsesItsOwnSerializerAndClassLoader() {
    MuleContext artifact = mock();
    ObjectSerializer serializer = mock();
    when(artifact.getObjectSerializer()).thenReturn(serializer);
    when(serializer.getInternalProtocol()).thenReturn(protocol);
    when(artifact.getExecutionClassLoader())
        .thenReturn(Order.class.getClassLoader(), WITHOUT_ORDER);
    ValueCodec ofArtifact = ValueCodec.of(artifact);
    assertEquals(new Order(7), ofArtifact.decode(stored));
    assertThrows(UndecodableValueException.class, () -> ofArtifact.decode(stored));
  }

  @Test
  void whatCannotBeSerializedIsRefusedByTheSerializer() {
    Serializable holder = (Serializable) Arrays.asList(new Object());
    assertThrows(SerializationException.class, () -> codec.encode(holder));
  }

  @Test
  void bytesThatAreNoValueOfOursAreCorrupt() {
    stored[MAGIC]++;
    for (byte[] bytes : List.of(stored, new byte[0], new byte[] {'M', 'I', 1})) {
      String refusal = refusalOf(codec, bytes).getMessage();
      assertTrue(refusal.contains("(" + bytes.length + ")"), refusal);
      assertTrue(refusal.contains("corrupt"), refusal);
    }
  }

  @Test
  void aCorruptPayloadKeepsTheCauseOfTheSerializer() {
    stored[PAYLOAD]++;
    assertInstanceOf(SerializationException.class, refusalOf(codec, stored).getCause());
  }

  @Test
  void aNewerFormatAsksForAnUpgrade() {
    for (int at : new int[] {FORMAT, FLAGS}) {
      byte[] newer = stored.clone();
      newer[at]++;
      String refusal = refusalOf(codec, newer).getMessage();
      assertTrue(refusal.contains("format " + newer[FORMAT] + " (flags " + newer[FLAGS]), refusal);
      assertTrue(refusal.contains("upgrade this node"), refusal);
    }
  }

  @Test
  void aClassThatIsGoneIsNamedAndTheCauseKept() {
    UndecodableValueException refusal = refusalOf(codecWith(WITHOUT_ORDER), stored);
    assertTrue(refusal.getMessage().contains(Order.class.getName()), refusal.getMessage());
    assertInstanceOf(ClassNotFoundException.class, refusal.getCause().getCause());
  }

  @Test
  void aClassThatLostItsSuperclassIsNoErrorOfTheReader() {
    NoClassDefFoundError gone = new NoClassDefFoundError("com/acme/Base");
    JavaProtocol broken =
        new JavaProtocol() {
          @Override
          public <T> T deserialize(byte[] bytes, ClassLoader loader) {
            throw gone;
          }
        };
    ValueCodec reader = new ValueCodec(() -> broken, () -> WITHOUT_ORDER);
    UndecodableValueException refusal = refusalOf(reader, stored);
    assertSame(gone, refusal.getCause());
    assertTrue(refusal.getMessage().contains("com/acme/Base"), refusal.getMessage());
  }

  private static UndecodableValueException refusalOf(ValueCodec codec, byte[] bytes) {
    return assertThrows(UndecodableValueException.class, () -> codec.decode(bytes));
  }
}
