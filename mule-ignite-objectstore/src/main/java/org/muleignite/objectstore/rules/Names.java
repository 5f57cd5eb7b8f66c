package org.muleignite.objectstore.rules;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Names as the bytes of a message: each with its length in front. Stateless. */
final class Names {

  private Names() {}

  static byte[] toBytes(Collection<String> names) {
    List<byte[]> encoded = new ArrayList<>();
    int size = 0;
    for (String name : names) {
      byte[] bytes = StorableText.encode(name).getBytes(UTF_8);
      encoded.add(bytes);
      size += Integer.BYTES + bytes.length;
    }
    ByteBuffer message = ByteBuffer.allocate(size);
    encoded.forEach(bytes -> message.putInt(bytes.length).put(bytes));
    return message.array();
  }

  static List<String> fromBytes(byte[] bytes) {
    List<String> names = new ArrayList<>();
    ByteBuffer message = ByteBuffer.wrap(bytes);
    while (message.hasRemaining()) {
      byte[] encoded = new byte[message.getInt()];
      message.get(encoded);
      names.add(StorableText.decode(new String(encoded, UTF_8)));
    }
    return names;
  }
}
