package org.muleignite.cluster.mule;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.RETURNS_DEEP_STUBS;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;
import static org.mule.runtime.core.api.context.notification.MuleContextNotification.CONTEXT_STARTING;
import static org.mule.runtime.core.api.context.notification.MuleContextNotification.CONTEXT_STOPPING;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mule.runtime.core.api.MuleContext;
import org.mule.runtime.core.api.context.notification.MuleContextNotification;
import org.mule.runtime.core.api.context.notification.MuleContextNotificationListener;
import org.mule.runtime.core.api.context.notification.ServerNotificationManager;

/** The locks that Mule's polling sources take, in the order in which they take them. */
@Timeout(60)
class PollGateTest {

  private static final String WATERMARK = "_pollingSource_orders/watermark";

  private final Map<String, Lock> locks = new ConcurrentHashMap<>();
  private final MuleContext artifact = mock(MuleContext.class, RETURNS_DEEP_STUBS);
  private final PollGate gate =
      new PollGate((scope, id) -> locks.computeIfAbsent(id, any -> new ReentrantLock()));
  private MuleContextNotificationListener<MuleContextNotification> listener;

  @BeforeEach
  void listens() {
    ServerNotificationManager notifications = mock(ServerNotificationManager.class);
    doAnswer(invocation -> listener = invocation.getArgument(0))
        .when(notifications)
        .addListener(any());
    when(artifact.getNotificationManager()).thenReturn(notifications);
    stopTakesAtMost(60_000);
  }

  private void stopTakesAtMost(long millis) {
    when(artifact.getConfiguration().getShutdownTimeout()).thenReturn(millis);
  }

  private Lock lock(String id) {
    return gate.apply(artifact, id);
  }

  private void tell(int action) {
    listener.onNotification(new MuleContextNotification(artifact, action));
  }

  /** Returns once the stop waits. */
  private Thread stopWhileAnItemIsHandedOver() {
    lock(WATERMARK).lock();
    assertTrue(lock("orders/1").tryLock());
    Thread stop = new Thread(() -> tell(CONTEXT_STOPPING));
    stop.start();
    while (stop.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
    return stop;
  }

  private static void awaitEnd(Thread stop) throws InterruptedException {
    stop.join(SECONDS.toMillis(30));
    assertFalse(stop.isAlive());
  }

  @Test
  void aPollTakesItemAfterItem() {
    lock(WATERMARK).lock();
    assertTrue(lock("orders/1").tryLock());
    assertTrue(lock("orders/2").tryLock());
    lock(WATERMARK).unlock();
  }

  @Test
  void aPollGetsNoItemOnceTheArtifactStops() {
    lock(WATERMARK).lock();
    tell(CONTEXT_STOPPING);
    assertFalse(lock("orders/1").tryLock());
    assertFalse(((ReentrantLock) locks.get("orders/1")).isLocked());
  }

  @Test
  void whatIsNoItemOfThePollIsLockedAlsoWhileTheArtifactStops() {
    lock(WATERMARK).lock();
    tell(CONTEXT_STOPPING);
    assertTrue(lock("invoices/1").tryLock());
    lock(WATERMARK).unlock();
    assertTrue(lock("orders/1").tryLock());
  }

  @Test
  void pollsOfAnArtifactThatStartsAgainGetItems() {
    lock(WATERMARK).lock();
    tell(CONTEXT_STOPPING);
    tell(CONTEXT_STARTING);
    assertTrue(lock("orders/1").tryLock());
  }

  @Test
  void theStopWaitsForAnItemThatIsBeingHandedOverByTheLastOfAPoll() throws InterruptedException {
    Thread stop = stopWhileAnItemIsHandedOver();
    lock(WATERMARK).unlock();
    awaitEnd(stop);
  }

  @Test
  void theStopWaitsNoLongerThanUntilThePollAsksForTheNextItem() throws InterruptedException {
    Thread stop = stopWhileAnItemIsHandedOver();
    assertFalse(lock("orders/2").tryLock());
    awaitEnd(stop);
  }

  @Test
  void theStopDoesNotWaitLongerThanTheShutdownTimeout() {
    stopTakesAtMost(1);
    lock(WATERMARK).lock();
    assertTrue(lock("orders/1").tryLock());
    tell(CONTEXT_STOPPING);
    assertFalse(lock("orders/2").tryLock());
  }

  @Test
  void anInterruptedStopGoesOn() throws InterruptedException {
    Thread stop = stopWhileAnItemIsHandedOver();
    stop.interrupt();
    awaitEnd(stop);
  }
}
