package org.muleignite.tests.security;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.io.File;
import java.util.List;
import org.muleignite.cluster.api.ClusterException;
import org.muleignite.cluster.config.ClusterSettings;
import org.muleignite.cluster.engine.ClusterMember;
import org.slf4j.LoggerFactory;

/**
 * A node in a JVM of its own, which says on its output that it is a member, of how many, or why it
 * is not. Arguments: storage folder, cluster name, discovery port, communication port, and, with
 * TLS, key store, trust store and password file.
 */
final class TlsNode {

  static final String MEMBER = "@@member of ";
  static final String REFUSED = "@@refused: ";

  private TlsNode() {}

  public static void main(String[] args) throws Exception {
    ((Logger) LoggerFactory.getLogger("org.apache.ignite")).setLevel(Level.WARN);
    ClusterSettings settings = new ClusterSettings();
    settings.setClusterName(args[1]);
    settings.setDiscoveryPort(Integer.parseInt(args[2]));
    settings.setCommunicationPort(Integer.parseInt(args[3]));
    settings.setTransientMemoryMb(32);
    settings.setPersistentMemoryMb(64);
    settings.setShutdownWaitSeconds(0);
    if (args.length > 4) {
      settings.setTlsKeyStore(new File(args[4]));
      settings.setTlsTrustStore(new File(args[5]));
      settings.setTlsPasswordFile(new File(args[6]));
    }
    try {
      ClusterMember member = new ClusterMember(settings, new File(args[0]), List.of());
      member.start(null);
      System.out.println(MEMBER + member.context().membership().members().size());
      // Until the test is over.
      System.in.read();
    } catch (ClusterException e) {
      System.out.println(REFUSED + e.getMessage());
    }
    Runtime.getRuntime().halt(0);
  }
}
