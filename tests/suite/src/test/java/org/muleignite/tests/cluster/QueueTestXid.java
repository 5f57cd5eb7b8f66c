package org.muleignite.tests.cluster;

import java.nio.ByteBuffer;
import javax.transaction.xa.Xid;

/**
 * A branch name of some transaction manager; deliberately without equals, as the standard allows.
 */
public final class QueueTestXid implements Xid {

  private final int number;

  public QueueTestXid(int number) {
    this.number = number;
  }

  @Override
  public int getFormatId() {
    return 4711;
  }

  @Override
  public byte[] getGlobalTransactionId() {
    return ByteBuffer.allocate(4).putInt(number).array();
  }

  @Override
  public byte[] getBranchQualifier() {
    return new byte[] {-1, 0, 127};
  }
}
