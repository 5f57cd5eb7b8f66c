package org.muleignite.cluster.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.lang.management.ManagementFactory;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;

class ManagementBeansTest {

  /** What JMX shows. */
  public interface SampleMXBean {
    int getValue();
  }

  private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();

  private static SampleMXBean sample(int value) {
    return new SampleMXBean() {
      @Override
      public int getValue() {
        return value;
      }
    };
  }

  @Test
  void aBeanIsShownUntilAnotherOneTakesItsPlaceOrAllAreClosed() throws Exception {
    ObjectName name = new ObjectName("org.muleignite:type=Sample,name=\"some: beans\"");
    try (ManagementBeans beans = new ManagementBeans("some: beans")) {
      beans.show("Sample", sample(1));
      assertEquals(1, server.getAttribute(name, "Value"));
      beans.show("Sample", sample(2));
      assertEquals(2, server.getAttribute(name, "Value"));
    }
    assertFalse(server.isRegistered(name));
  }

  @Test
  void whatIsNoBeanIsNotShownAndHurtsNobody() {
    try (ManagementBeans beans = new ManagementBeans("others")) {
      beans.show("Sample", new Object());
    }
  }
}
