package org.muleignite.tests.cluster;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.ignite.IgniteException;
import org.apache.ignite.cluster.ClusterNode;
import org.apache.ignite.internal.managers.communication.GridIoMessage;
import org.apache.ignite.lang.IgniteInClosure;
import org.apache.ignite.plugin.extensions.communication.Message;
import org.apache.ignite.spi.communication.tcp.TcpCommunicationSpi;

/** Keeps a node from sending changes to some of its backups. Thread-safe. */
final class CutOffCommunication extends TcpCommunicationSpi {

  private final Set<ClusterNode> cutOff = ConcurrentHashMap.newKeySet();
  private volatile int lost;

  /** From now on that node gets no changes of items. */
  void cutOff(ClusterNode node) {
    cutOff.add(node);
  }

  /** How many changes have not arrived. */
  int lost() {
    return lost;
  }

  @Override
  public void sendMessage(
      ClusterNode node, Message message, IgniteInClosure<IgniteException> done) {
    if (cutOff.contains(node) && isChange(message)) {
      synchronized (this) {
        lost++;
      }
    } else {
      super.sendMessage(node, message, done);
    }
  }

  private static boolean isChange(Message message) {
    return message instanceof GridIoMessage io
        && io.message()
            .getClass()
            .getSimpleName()
            .matches("GridDht(Atomic|TxPrepare|TxFinish).*Request");
  }
}
