package org.muleignite.queue;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.lang.management.ManagementFactory;
import java.util.List;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.RuntimeMBeanException;
import org.junit.jupiter.api.Test;
import org.muleignite.queue.rules.DepthReport;
import org.muleignite.queue.rules.QueueDepths;
import org.muleignite.queue.rules.SetAside;
import org.muleignite.queue.rules.SetAsideItem;

class QueuesBeanTest {

  @Test
  void anOperatorDealsWithSetAsideItemsOverJmx() throws Exception {
    SetAside items = mock();
    SetAsideItem item = mock();
    when(item.toString()).thenReturn("id-7: orders");
    when(items.count()).thenReturn(3L);
    when(items.list(1)).thenReturn(List.of(item));
    when(items.giveBack("id-7")).thenReturn(true);
    when(items.remove("id-8")).thenReturn(true);
    MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    ObjectName name = new ObjectName("org.muleignite.test:type=Queues");
    server.registerMBean(new QueuesBean(() -> mock(), () -> items), name);
    try {
      assertEquals(3L, server.getAttribute(name, "SetAsideCount"));
      assertArrayEquals(
          new String[] {"id-7: orders"},
          (String[]) server.invoke(name, "listSetAside", new Object[] {1}, new String[] {"int"}));
      assertEquals(true, invoke(server, name, "giveBack", "id-7"));
      assertEquals(false, invoke(server, name, "giveBack", "id-9"));
      assertEquals(true, invoke(server, name, "remove", "id-8"));
    } finally {
      server.unregisterMBean(name);
    }
  }

  @Test
  void anOperatorReadsTheDepthsOverJmx() throws Exception {
    DepthReport report = mock();
    when(report.lines()).thenReturn(List.of("queue 'app/app/orders': items 4", "and the rest"));
    QueueDepths depths = mock();
    when(depths.list(2)).thenReturn(report);
    when(depths.list(-1)).thenThrow(new IllegalArgumentException("0 or more"));
    MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    ObjectName name = new ObjectName("org.muleignite.test:type=Queues");
    server.registerMBean(new QueuesBean(() -> depths, () -> mock()), name);
    try {
      assertArrayEquals(
          new String[] {"queue 'app/app/orders': items 4", "and the rest"},
          (String[]) list(server, name, 2));
      assertThrows(RuntimeMBeanException.class, () -> list(server, name, -1));
    } finally {
      server.unregisterMBean(name);
    }
  }

  private static Object list(MBeanServer server, ObjectName name, int limit) throws Exception {
    return server.invoke(name, "list", new Object[] {limit}, new String[] {"int"});
  }

  private static Object invoke(MBeanServer server, ObjectName name, String operation, String id)
      throws Exception {
    return server.invoke(name, operation, new Object[] {id}, new String[] {String.class.getName()});
  }
}
