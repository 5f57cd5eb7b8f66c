package org.muleignite.tests.runtime;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import javax.management.JMException;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
import org.muleignite.tests.container.MuleNode;

/** Reads the JMX beans of a container that runs, as an operator's tool on its machine does. */
final class JmxCaller implements AutoCloseable {

  private final JMXConnector connector;
  private final MBeanServerConnection server;
  private final String cluster;

  private JmxCaller(JMXConnector connector, String cluster) throws IOException {
    this.connector = connector;
    this.server = connector.getMBeanServerConnection();
    this.cluster = cluster;
  }

  /** Attaches to the container, which needs no setting for it. */
  // The address comes from the container itself, and only this machine reaches it.
  @SuppressWarnings("BanJNDI")
  static JmxCaller of(MuleNode node, String cluster) throws Exception {
    return new JmxCaller(
        JMXConnectorFactory.connect(new JMXServiceURL(agentOf(node.pid()))), cluster);
  }

  private static String agentOf(long pid) throws IOException, AttachNotSupportedException {
    VirtualMachine machine = VirtualMachine.attach(Long.toString(pid));
    try {
      return machine.startLocalManagementAgent();
    } finally {
      machine.detach();
    }
  }

  Object attribute(String type, String attribute) throws JMException, IOException {
    return server.getAttribute(bean(type), attribute);
  }

  /** Invokes an operation that takes one number and lists lines. */
  String[] list(String type, String operation, int limit) throws JMException, IOException {
    return (String[])
        server.invoke(bean(type), operation, new Object[] {limit}, new String[] {"int"});
  }

  private ObjectName bean(String type) throws JMException {
    return new ObjectName("org.muleignite:type=" + type + ",name=" + ObjectName.quote(cluster));
  }

  @Override
  public void close() throws IOException {
    connector.close();
  }
}
