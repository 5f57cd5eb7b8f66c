package org.muleignite.queue.mule;

import java.util.Arrays;
import javax.transaction.xa.Xid;

/** The name of a branch, comparable and printable whatever class the caller's is. Immutable. */
final class BranchXid implements Xid {

  private final int format;
  private final byte[] global;
  private final byte[] branch;

  BranchXid(Xid xid) {
    this(xid.getFormatId(), xid.getGlobalTransactionId(), xid.getBranchQualifier());
  }

  private BranchXid(int format, byte[] global, byte[] branch) {
    this.format = format;
    this.global = global.clone();
    this.branch = branch.clone();
  }

  /** Reads what {@link #toString} wrote. */
  static BranchXid parse(String text) {
    String[] parts = text.split(":", -1);
    return new BranchXid(Integer.parseInt(parts[0]), bytes(parts[1]), bytes(parts[2]));
  }

  @Override
  public int getFormatId() {
    return format;
  }

  @Override
  public byte[] getGlobalTransactionId() {
    return global.clone();
  }

  @Override
  public byte[] getBranchQualifier() {
    return branch.clone();
  }

  @Override
  public boolean equals(Object other) {
    if (!(other instanceof BranchXid)) {
      return false;
    }
    BranchXid xid = (BranchXid) other;
    return format == xid.format
        && Arrays.equals(global, xid.global)
        && Arrays.equals(branch, xid.branch);
  }

  @Override
  public int hashCode() {
    return (Arrays.hashCode(global) * 31 + Arrays.hashCode(branch)) * 31 + format;
  }

  @Override
  public String toString() {
    return format + ":" + hex(global) + ':' + hex(branch);
  }

  private static String hex(byte[] bytes) {
    StringBuilder text = new StringBuilder(bytes.length * 2);
    for (byte b : bytes) {
      text.append(Character.forDigit((b >> 4) & 15, 16)).append(Character.forDigit(b & 15, 16));
    }
    return text.toString();
  }

  private static byte[] bytes(String hex) {
    byte[] bytes = new byte[hex.length() / 2];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) Integer.parseInt(hex.substring(2 * i, 2 * i + 2), 16);
    }
    return bytes;
  }
}
