package org.muleignite.tests.cluster;

import org.apache.ignite.IgniteException;
import org.apache.ignite.cluster.ClusterNode;
import org.apache.ignite.internal.managers.communication.GridIoMessage;
import org.apache.ignite.lang.IgniteInClosure;
import org.apache.ignite.plugin.extensions.communication.Message;
import org.apache.ignite.spi.communication.tcp.TcpCommunicationSpi;

/** Keeps a node from sending a change to one of its backups. Thread-safe. */
final class CutOffCommunication extends TcpCommunicationSpi {

  private volatile ClusterNode cutOff;
  private volatile int lost;

  /** From now on that node gets no changes of items. */
  void cutOff(ClusterNode node) {
    cutOff = node;
  }

  /** How many changes have not arrived. */
  int lost() {
    return lost;
  }

  @Override
  public void sendMessage(
      ClusterNode node, Message message, IgniteInClosure<IgniteException> done) {
    if (node.equals(cutOff) && isChange(message)) {
      synchronized (this) {
        lost++;
      }
    } else {
      super.sendMessage(node, message, done);
    }
  }

  private static boolean isChange(Message message) {
    return message instanceof GridIoMessage io
        && io.message().getClass().getSimpleName().matches("GridDhtAtomic.*Request");
  }
}
