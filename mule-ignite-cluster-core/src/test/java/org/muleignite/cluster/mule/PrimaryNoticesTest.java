package org.muleignite.cluster.mule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentCaptor;
import org.mule.runtime.api.artifact.Registry;
import org.mule.runtime.api.notification.ClusterNodeNotification;
import org.mule.runtime.api.notification.Notification;
import org.mule.runtime.api.notification.NotificationDispatcher;
import org.mule.runtime.core.api.MuleContext;
import org.muleignite.cluster.membership.PrimaryRole;

class PrimaryNoticesTest {

  private final PrimaryRole role = mock();
  private final PrimaryNotices notices = new PrimaryNotices(role);
  private final ClassLoader applicationLoader = new ClassLoader(null) {};
  private final List<Notification> sent = new ArrayList<>();
  private final List<ClassLoader> sentUnder = new ArrayList<>();

  private Runnable promotionListener;

  @BeforeEach
  void listener() {
    ArgumentCaptor<Runnable> listener = ArgumentCaptor.captor();
    verify(role).onPromotion(listener.capture());
    promotionListener = listener.getValue();
  }

  private void promote() {
    when(role.isPromoted()).thenReturn(true);
    promotionListener.run();
  }

  private Registry application() {
    return application(
        notice -> {
          sent.add(notice);
          sentUnder.add(Thread.currentThread().getContextClassLoader());
        });
  }

  private Registry application(NotificationDispatcher dispatcher) {
    MuleContext context = mock();
    when(context.getExecutionClassLoader()).thenReturn(applicationLoader);
    Registry registry = emptyRegistry();
    when(registry.lookupByType(MuleContext.class)).thenReturn(Optional.of(context));
    when(registry.lookupByType(NotificationDispatcher.class)).thenReturn(Optional.of(dispatcher));
    return registry;
  }

  private static Registry emptyRegistry() {
    Registry registry = mock();
    when(registry.lookupByType(any())).thenReturn(Optional.empty());
    return registry;
  }

  @Test
  void anApplicationIsToldThatThisNodeWasSelected() {
    notices.started("orders", application());
    assertEquals(List.of(), sent);
    promote();
    assertEquals(1, sent.size());
    ClusterNodeNotification notice = (ClusterNodeNotification) sent.get(0);
    assertEquals(
        ClusterNodeNotification.PRIMARY_CLUSTER_NODE_SELECTED,
        Integer.parseInt(notice.getAction().getIdentifier()));
  }

  @Test
  void everyApplicationIsToldOnce() {
    notices.started("orders", application());
    notices.started("invoices", application());
    promote();
    promote();
    assertEquals(2, sent.size());
  }

  @Test
  void anApplicationThatStartsOnThePrimaryIsToldAtOnceAndOnce() {
    promote();
    notices.started("orders", application());
    assertEquals(1, sent.size());
    promote();
    assertEquals(1, sent.size());
  }

  @Test
  void theNoticeRunsUnderTheClassLoaderOfTheApplication() {
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    notices.started("orders", application());
    promote();
    assertEquals(List.of(applicationLoader), sentUnder);
    assertSame(before, Thread.currentThread().getContextClassLoader());
  }

  @Test
  void aStoppedApplicationIsToldNothing() {
    notices.started("orders", application());
    notices.stopped("orders");
    promote();
    assertEquals(List.of(), sent);
  }

  @Test
  void aRedeployedApplicationIsToldAgain() {
    promote();
    notices.started("orders", application());
    notices.stopped("orders");
    notices.started("orders", application());
    assertEquals(2, sent.size());
  }

  @Test
  void anApplicationWhoseSourcesFailDoesNotKeepTheOthersFromKnowing() {
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    for (String name : List.of("a", "b", "c")) {
      notices.started("broken-" + name, application(PrimaryNoticesTest::noConnection));
      notices.started(name, application());
    }
    promote();
    assertEquals(3, sent.size());
    assertSame(before, Thread.currentThread().getContextClassLoader());
  }

  private static void noConnection(Notification notice) {
    throw new IllegalStateException("no connection");
  }

  @Test
  void anArtifactWithoutNotificationsIsNoFailure() {
    notices.started("domain", emptyRegistry());
    notices.started("orders", application());
    promote();
    assertEquals(1, sent.size());
  }
}
