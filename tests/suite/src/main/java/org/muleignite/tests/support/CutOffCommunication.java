package org.muleignite.tests.support;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.apache.ignite.IgniteException;
import org.apache.ignite.cluster.ClusterNode;
import org.apache.ignite.internal.managers.communication.GridIoMessage;
import org.apache.ignite.lang.IgniteInClosure;
import org.apache.ignite.plugin.extensions.communication.Message;
import org.apache.ignite.spi.communication.tcp.TcpCommunicationSpi;

/** Keeps a node from sending some messages to some others. Thread-safe. */
public final class CutOffCommunication extends TcpCommunicationSpi {

  /** Changes on their way to a backup. */
  public static final String CHANGES = "GridDht(Atomic|TxPrepare|TxFinish).*Request";

  /** What a primary answers to whoever asked for a change. */
  public static final String ANSWERS = "GridNear(Atomic|TxPrepare|TxFinish).*Response";

  private final Set<ClusterNode> cutOff = ConcurrentHashMap.newKeySet();
  private final AtomicInteger lost = new AtomicInteger();
  private final Predicate<Message> messages;

  /**
   * @param messages a regular expression for the names of their classes
   */
  public CutOffCommunication(String messages) {
    this(message -> message.getClass().getSimpleName().matches(messages));
  }

  public CutOffCommunication(Predicate<Message> messages) {
    this.messages = messages;
  }

  /** From now on that node gets no such messages. */
  public void cutOff(ClusterNode node) {
    cutOff.add(node);
  }

  /** From now on all get everything again; what has been lost stays so. */
  public void reconnect() {
    cutOff.clear();
  }

  /** How many messages have not arrived. */
  public int lost() {
    return lost.get();
  }

  @Override
  public void sendMessage(
      ClusterNode node, Message message, IgniteInClosure<IgniteException> done) {
    if (cutOff.contains(node) && isMeant(message)) {
      lost.incrementAndGet();
    } else {
      super.sendMessage(node, message, done);
    }
  }

  private boolean isMeant(Message message) {
    return message instanceof GridIoMessage io && messages.test(io.message());
  }
}
