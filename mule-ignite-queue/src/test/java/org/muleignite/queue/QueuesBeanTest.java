package org.muleignite.queue;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.lang.management.ManagementFactory;
import java.util.List;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
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
    server.registerMBean(new QueuesBean(() -> items), name);
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

  private static Object invoke(MBeanServer server, ObjectName name, String operation, String id)
      throws Exception {
    return server.invoke(name, operation, new Object[] {id}, new String[] {String.class.getName()});
  }
}
