package org.muleignite.cluster.lock;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.UUID;
import org.muleignite.cluster.api.ClusterException;

/**
 * The bytes of the messages and answers about locks; each begins with the number of its format.
 * Stateless.
 *
 * <p>Bytes that are cut off or of another format are refused with a {@link ClusterException}.
 */
final class LockCodec {

  private static final int FORMAT = 1;

  /** Kind, epoch and fencing number. */
  private static final int ANSWER_BYTES = 1 + Long.BYTES + Long.BYTES;

  private LockCodec() {}

  static byte[] encode(LockMessage message) {
    return write(
        out -> {
          out.writeByte(message.kind.ordinal());
          writeText(out, message.id);
          out.writeLong(message.request);
          out.writeBoolean(message.patient);
          out.writeLong(message.version);
          out.writeLong(message.fencing);
          byte[] partitions = message.partitions.toByteArray();
          out.writeByte(partitions.length);
          out.write(partitions);
        });
  }

  static LockMessage decodeMessage(byte[] bytes) {
    return read(
        bytes,
        in -> {
          LockMessage message =
              LockMessage.about(
                  kindOf(LockMessage.Kind.values(), in.readUnsignedByte()),
                  readText(in),
                  in.readLong());
          message.patient = in.readBoolean();
          message.version = in.readLong();
          message.fencing = in.readLong();
          byte[] partitions = new byte[in.readUnsignedByte()];
          in.readFully(partitions);
          message.partitions = BitSet.valueOf(partitions);
          return message;
        });
  }

  /**
   * @param hint the node that is believed to own the id; null: unknown
   */
  static byte[] encode(LockAnswer answer, UUID hint) {
    return write(
        out -> {
          out.writeByte(answer.kind.ordinal());
          out.writeLong(answer.epoch);
          out.writeLong(answer.fencing);
          out.writeBoolean(hint != null);
          if (hint != null) {
            out.writeLong(hint.getMostSignificantBits());
            out.writeLong(hint.getLeastSignificantBits());
          }
        });
  }

  /** What came with an answer; null: no hint. */
  static UUID decodeHint(byte[] bytes) {
    return read(
        bytes,
        in -> {
          in.skipBytes(ANSWER_BYTES);
          return in.readBoolean() ? new UUID(in.readLong(), in.readLong()) : null;
        });
  }

  static LockAnswer decodeAnswer(byte[] bytes) {
    return read(
        bytes,
        in ->
            LockAnswer.of(
                kindOf(LockAnswer.Kind.values(), in.readUnsignedByte()),
                in.readLong(),
                in.readLong()));
  }

  static byte[] encode(Report report) {
    return write(
        out -> {
          out.writeLong(report.greatestFencing);
          out.writeInt(report.held.size());
          for (Report.Held held : report.held) {
            writeText(out, held.id);
            out.writeLong(held.request);
            out.writeLong(held.fencing);
          }
        });
  }

  static Report decodeReport(byte[] bytes) {
    return read(
        bytes,
        in -> {
          long greatestFencing = in.readLong();
          List<Report.Held> held = new ArrayList<>();
          for (int left = in.readInt(); left > 0; left--) {
            held.add(new Report.Held(readText(in), in.readLong(), in.readLong()));
          }
          return new Report(greatestFencing, held);
        });
  }

  static byte[] encode(List<LockLine> lines) {
    return write(
        out -> {
          out.writeInt(lines.size());
          for (LockLine line : lines) {
            writeText(out, line.id);
            out.writeInt(line.waiting);
            out.writeBoolean(line.holding != null);
            if (line.holding != null) {
              writeText(out, line.holding.thread);
              out.writeLong(line.holding.sinceMillis);
              out.writeLong(line.holding.fencing);
            }
          }
        });
  }

  static List<LockLine> decodeLines(byte[] bytes) {
    return read(
        bytes,
        in -> {
          List<LockLine> lines = new ArrayList<>();
          for (int left = in.readInt(); left > 0; left--) {
            String id = readText(in);
            int waiting = in.readInt();
            HeldLock.Holding holding =
                in.readBoolean()
                    ? new HeldLock.Holding(readText(in), in.readLong(), in.readLong())
                    : null;
            lines.add(new LockLine(id, holding, waiting));
          }
          return lines;
        });
  }

  static byte[] encode(boolean answer) {
    return write(out -> out.writeBoolean(answer));
  }

  static boolean decodeBoolean(byte[] bytes) {
    return read(bytes, DataInputStream::readBoolean);
  }

  private static <E extends Enum<E>> E kindOf(E[] kinds, int code) {
    if (code >= kinds.length) {
      throw new ClusterException(
          "A message about a lock has the unknown kind "
              + code
              + "; run one version on all nodes.");
    }
    return kinds[code];
  }

  private static void writeText(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static String readText(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > in.available()) {
      throw new IOException("a text of " + length + " bytes");
    }
    byte[] bytes = new byte[length];
    in.readFully(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static byte[] write(Body body) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(64);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(FORMAT);
      body.writeTo(out);
    } catch (IOException e) {
      throw new ClusterException("A message about a lock cannot be written.", e);
    }
    return bytes.toByteArray();
  }

  private static <T> T read(byte[] bytes, Parser<T> parser) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      int format = in.readUnsignedByte();
      if (format != FORMAT) {
        throw new ClusterException(
            "A message about a lock has format "
                + format
                + ", this node reads "
                + FORMAT
                + "; run one version on all nodes.");
      }
      return parser.parse(in);
    } catch (IOException e) {
      throw new ClusterException(
          "A message about a lock of " + bytes.length + " bytes is damaged.", e);
    }
  }

  /** Writes the body of a message. */
  private interface Body {
    void writeTo(DataOutputStream out) throws IOException;
  }

  /** Reads the body of a message. */
  private interface Parser<T> {
    T parse(DataInputStream in) throws IOException;
  }
}
