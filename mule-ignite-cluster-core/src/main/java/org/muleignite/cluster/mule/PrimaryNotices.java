package org.muleignite.cluster.mule;

import static org.mule.runtime.api.notification.ClusterNodeNotification.PRIMARY_CLUSTER_NODE_SELECTED;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.mule.runtime.api.artifact.Registry;
import org.mule.runtime.api.notification.ClusterNodeNotification;
import org.mule.runtime.api.notification.NotificationDispatcher;
import org.mule.runtime.core.api.MuleContext;
import org.muleignite.cluster.membership.PrimaryRole;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells every running application once that this node has become primary, which starts its
 * primary-only sources. Thread-safe. The notice is synchronous: it connects sources, on the thread
 * of the primary role or of the deployment, with the class loader of the application.
 */
public final class PrimaryNotices {

  private static final Logger LOGGER = LoggerFactory.getLogger(PrimaryNotices.class);

  private static final class Application {
    final Registry registry;
    boolean told;

    Application(Registry registry) {
      this.registry = registry;
    }
  }

  private final PrimaryRole primary;
  private final Map<String, Application> applications = new ConcurrentHashMap<>();

  public PrimaryNotices(PrimaryRole primary) {
    this.primary = primary;
    primary.onPromotion(() -> applications.forEach(this::tell));
  }

  /**
   * The application runs. Told at once where the promotion came between its initialisation and its
   * start.
   */
  public void started(String name, Registry registry) {
    Application application = new Application(registry);
    applications.put(name, application);
    // Not whether it may act: nobody would tell the application once a lapsed lease is renewed.
    if (primary.isPromoted()) {
      tell(name, application);
    }
  }

  /** The application is stopping: nothing of it is kept. */
  public void stopped(String name) {
    applications.remove(name);
  }

  private void tell(String name, Application application) {
    synchronized (application) {
      // A repeat would start sources whose flow an operator has stopped.
      if (application.told) {
        return;
      }
      application.told = true;
      Thread thread = Thread.currentThread();
      ClassLoader before = thread.getContextClassLoader();
      try {
        thread.setContextClassLoader(classLoaderOf(application.registry));
        dispatch(name, application.registry);
      } catch (RuntimeException e) {
        LOGGER.error("Application '{}' could not be told that this node is primary now.", name, e);
      } finally {
        thread.setContextClassLoader(before);
      }
    }
  }

  private static ClassLoader classLoaderOf(Registry registry) {
    return registry
        .lookupByType(MuleContext.class)
        .map(MuleContext::getExecutionClassLoader)
        .orElseGet(() -> Thread.currentThread().getContextClassLoader());
  }

  private static void dispatch(String name, Registry registry) {
    registry
        .lookupByType(NotificationDispatcher.class)
        .ifPresent(
            dispatcher ->
                dispatcher.dispatch(
                    new ClusterNodeNotification(name, PRIMARY_CLUSTER_NODE_SELECTED)));
  }
}
