package org.muleignite.cluster.mule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.Mockito.mock;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;
import org.mule.runtime.core.api.MuleContext;
import org.mule.runtime.core.api.context.MuleContextAware;
import org.mule.runtime.core.internal.config.ClusterConfiguration;
import org.mule.runtime.core.internal.connector.SchedulerController;
import org.mule.runtime.core.internal.lock.LockProvider;

class InternalServicesTest {

  private final MuleContext orders = mock();
  private final MuleContext invoices = mock();
  private final Map<List<Object>, Lock> locks = new HashMap<>();

  private LockProvider providerFor(MuleContext artifact) {
    Object provider =
        InternalServices.lockProvider(
            (context, id) ->
                locks.computeIfAbsent(List.of(context, id), key -> new ReentrantLock()));
    ((MuleContextAware) provider).setMuleContext(artifact);
    return assertInstanceOf(LockProvider.class, provider);
  }

  @Test
  void aLockIsAskedForInTheNameOfTheArtifactOfItsProvider() {
    LockProvider ofOrders = providerFor(orders);
    LockProvider ofInvoices = providerFor(invoices);
    Lock lock = ofOrders.createLock("file");
    assertSame(locks.get(List.of(orders, "file")), lock);
    assertSame(lock, ofOrders.createLock("file"));
    assertNotSame(lock, ofInvoices.createLock("file"));
  }

  @Test
  void theSchedulerControllerAsksEachTime() {
    AtomicBoolean primary = new AtomicBoolean();
    SchedulerController controller =
        (SchedulerController) InternalServices.schedulerController(primary::get);
    assertFalse(controller.isPrimarySchedulingInstance());
    primary.set(true);
    assertTrue(controller.isPrimarySchedulingInstance());
  }

  @Test
  void theTypeOfTheSchedulerControllerIsMules() {
    assertSame(SchedulerController.class, InternalServices.schedulerControllerType());
  }

  @Test
  void theClusterConfigurationNamesClusterAndNode() {
    ClusterConfiguration configuration =
        (ClusterConfiguration) InternalServices.clusterConfiguration("orders", 3);
    assertEquals("orders", configuration.getClusterId());
    assertEquals(3, configuration.getClusterNodeId());
  }

  @Test
  void aServiceEqualsItselfOnly() {
    Object one = InternalServices.clusterConfiguration("orders", 3);
    Object other = InternalServices.clusterConfiguration("orders", 3);
    assertEquals(one, one);
    assertNotEquals(one, other);
    assertEquals(System.identityHashCode(one), one.hashCode());
  }

  @Test
  void aServiceSaysWhatItIs() {
    assertEquals("IgniteLockProvider", providerFor(orders).toString());
    assertEquals(
        "IgniteSchedulerController", InternalServices.schedulerController(() -> true).toString());
    assertEquals(
        "IgniteClusterConfiguration", InternalServices.clusterConfiguration("o", 1).toString());
  }
}
