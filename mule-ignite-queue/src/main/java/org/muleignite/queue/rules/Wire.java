package org.muleignite.queue.rules;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.muleignite.cluster.api.ClusterException;

/**
 * The byte form of requests and replies between nodes. The first byte is the format number: nodes
 * of another format are refused with a sentence instead of being misread.
 */
final class Wire {

  private static final byte FORMAT = 1;

  /** A writer or reader of fields. */
  private interface Fields<S, R> {
    R with(S stream) throws IOException;
  }

  private Wire() {}

  static byte[] encode(QueueRequest request) {
    return write(
        out -> {
          out.writeByte(request.op.ordinal());
          writeSpec(out, request.spec);
          out.writeLong(request.ticket);
          out.writeLong(request.timeoutMillis);
          out.writeInt(request.tail);
          out.writeInt(request.head);
          Settlement settlement = request.settlement;
          out.writeBoolean(!settlement.isEmpty());
          if (!settlement.isEmpty()) {
            writeUuid(out, settlement.holder);
            writeLongs(out, settlement.removed);
            writeLongs(out, settlement.published);
            writeHoldings(out, settlement.released);
          }
          out.writeBoolean(request.load != Load.NONE);
          if (request.load != Load.NONE) {
            writeLoad(out, request.load);
          }
          return null;
        });
  }

  static QueueRequest request(byte[] bytes) {
    return read(
        bytes,
        in -> {
          QueueRequest.Op op = QueueRequest.Op.values()[in.readByte()];
          QueueSpec spec = readSpec(in);
          long[] numbers = {in.readLong(), in.readLong(), in.readInt(), in.readInt()};
          Settlement settlement = Settlement.removed(null);
          if (in.readBoolean()) {
            settlement =
                new Settlement(readUuid(in), readLongs(in), readLongs(in), readHoldings(in));
          }
          Load load = in.readBoolean() ? readLoad(in) : Load.NONE;
          return new QueueRequest(op, spec, numbers, settlement, load);
        });
  }

  static byte[] encode(QueueReply reply) {
    return write(
        out -> {
          out.writeByte(reply.status.ordinal());
          writeLongs(out, reply.positions);
          writeBytes(out, reply.item);
          writeHoldings(out, reply.holdings);
          return null;
        });
  }

  static QueueReply reply(byte[] bytes) {
    return read(
        bytes,
        in ->
            new QueueReply(
                QueueReply.Status.values()[in.readByte()],
                readLongs(in),
                readBytes(in),
                readHoldings(in)));
  }

  static byte[] encode(Branch branch) {
    return write(
        out -> {
          writeUuid(out, branch.node());
          out.writeBoolean(branch.isDecided());
          if (branch.isDecided()) {
            writeUuid(out, branch.executor());
          }
          out.writeInt(branch.parts().size());
          for (Branch.Part part : branch.parts()) {
            writeSpec(out, part.spec());
            writeLongs(out, part.claims());
            writeLongs(out, part.positions());
            for (byte[] item : part.items()) {
              writeBytes(out, item);
            }
          }
          return null;
        });
  }

  static Branch branch(byte[] bytes) {
    return read(
        bytes,
        in -> {
          Branch branch = new Branch(readUuid(in), in.readBoolean() ? readUuid(in) : null);
          for (int parts = in.readInt(); parts > 0; parts--) {
            QueueSpec spec = readSpec(in);
            long[] claims = readLongs(in);
            long[] positions = readLongs(in);
            byte[][] items = new byte[positions.length][];
            for (int i = 0; i < items.length; i++) {
              items[i] = readBytes(in);
            }
            branch.add(new Branch.Part(spec, claims, positions, items));
          }
          return branch;
        });
  }

  static byte[] limit(int limit) {
    return write(
        out -> {
          out.writeInt(limit);
          return null;
        });
  }

  static int limit(byte[] bytes) {
    return read(bytes, DataInputStream::readInt);
  }

  static byte[] encode(DepthReport report) {
    return write(
        out -> {
          out.writeInt(report.opening());
          out.writeInt(report.temporaryQueues());
          out.writeLong(report.temporaryItems());
          List<QueueDepth> queues = report.queues();
          out.writeInt(queues.size());
          for (QueueDepth depth : queues) {
            writeSpec(out, new QueueSpec(depth.ref(), 0));
            out.writeInt(depth.items());
            out.writeInt(depth.taken());
            out.writeInt(depth.consumers());
          }
          return null;
        });
  }

  /**
   * @param owner who counted
   */
  static DepthReport depths(UUID owner, byte[] bytes) {
    return read(
        bytes,
        in -> {
          DepthReport report = new DepthReport(Integer.MAX_VALUE);
          report.addOpening(in.readInt());
          report.addTemporary(in.readInt(), in.readLong());
          for (int queues = in.readInt(); queues > 0; queues--) {
            QueueRef queue = readSpec(in).ref();
            report.add(new QueueDepth(queue, owner, in.readInt(), in.readInt(), in.readInt()));
          }
          return report;
        });
  }

  private static byte[] write(Fields<DataOutputStream, Void> fields) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(128);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(FORMAT);
      fields.with(out);
    } catch (IOException e) {
      throw new IllegalStateException("A byte array cannot fail to be written.", e);
    }
    return bytes.toByteArray();
  }

  private static <R> R read(byte[] bytes, Fields<DataInputStream, R> fields) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      byte format = in.readByte();
      if (format != FORMAT) {
        throw new ClusterException(
            "A queue message of format "
                + format
                + " cannot be read, this node speaks format "
                + FORMAT
                + ": run one version of mule-ignite on all nodes.");
      }
      return fields.with(in);
    } catch (IOException | ArrayIndexOutOfBoundsException | NegativeArraySizeException e) {
      throw new ClusterException("A queue message of " + bytes.length + " bytes is corrupt.", e);
    }
  }

  private static void writeSpec(DataOutputStream out, QueueSpec spec) throws IOException {
    writeBytes(out, spec.ref().id().getBytes(StandardCharsets.UTF_8));
    out.writeBoolean(spec.ref().isPersistent());
    out.writeInt(spec.capacity());
    out.writeBoolean(spec.isMaker());
  }

  private static QueueSpec readSpec(DataInputStream in) throws IOException {
    String id = new String(readBytes(in), StandardCharsets.UTF_8);
    return new QueueSpec(new QueueRef(id, in.readBoolean()), in.readInt(), in.readBoolean());
  }

  private static void writeLoad(DataOutputStream out, Load load) throws IOException {
    writeLongs(out, load.claims);
    out.writeInt(load.items.length);
    for (byte[] item : load.items) {
      writeBytes(out, item);
    }
    out.writeLong(load.lowest);
    out.writeBoolean(load.repeated);
  }

  private static Load readLoad(DataInputStream in) throws IOException {
    long[] claims = readLongs(in);
    byte[][] items = new byte[in.readInt()][];
    for (int i = 0; i < items.length; i++) {
      items[i] = readBytes(in);
    }
    return new Load(claims, items, in.readLong(), in.readBoolean());
  }

  private static void writeHoldings(DataOutputStream out, Holdings holdings) throws IOException {
    out.writeBoolean(!holdings.isEmpty());
    if (!holdings.isEmpty()) {
      writeLongs(out, holdings.claims);
      writeLongs(out, holdings.reservations);
      writeLongs(out, holdings.rooms);
    }
  }

  private static Holdings readHoldings(DataInputStream in) throws IOException {
    return in.readBoolean()
        ? new Holdings(readLongs(in), readLongs(in), readLongs(in))
        : Holdings.NONE;
  }

  private static void writeLongs(DataOutputStream out, long[] values) throws IOException {
    out.writeInt(values.length);
    for (long value : values) {
      out.writeLong(value);
    }
  }

  private static long[] readLongs(DataInputStream in) throws IOException {
    long[] values = new long[in.readInt()];
    for (int i = 0; i < values.length; i++) {
      values[i] = in.readLong();
    }
    return values;
  }

  private static void writeBytes(DataOutputStream out, byte[] value) throws IOException {
    out.writeInt(value == null ? -1 : value.length);
    if (value != null) {
      out.write(value);
    }
  }

  private static byte[] readBytes(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length < 0) {
      return null;
    }
    byte[] value = new byte[length];
    in.readFully(value);
    return value;
  }

  private static void writeUuid(DataOutputStream out, UUID id) throws IOException {
    out.writeLong(id.getMostSignificantBits());
    out.writeLong(id.getLeastSignificantBits());
  }

  private static UUID readUuid(DataInputStream in) throws IOException {
    return new UUID(in.readLong(), in.readLong());
  }
}
