package org.muleignite.cluster.mule;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import org.mule.runtime.deployment.model.api.application.Application;
import org.mule.runtime.deployment.model.api.application.ApplicationStatus;
import org.mule.runtime.deployment.model.api.domain.Domain;
import org.mule.runtime.module.deployment.api.DeploymentService;
import org.muleignite.cluster.engine.Applications;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The applications of this Mule, through its deployment service, of which it takes the lock: no
 * application is deployed by others meanwhile. Applications that an operator has stopped stay so.
 */
public final class MuleApplications implements Applications {

  private static final Logger LOGGER = LoggerFactory.getLogger(MuleApplications.class);

  private static final String DEFAULT_DOMAIN = "default";

  private final DeploymentService deployments;

  /** The names of those that are to run again. */
  private final Set<String> suspended = new LinkedHashSet<>();

  public MuleApplications(DeploymentService deployments) {
    this.deployments = deployments;
  }

  @Override
  public void suspend(String reason) {
    exclusively(
        () -> {
          for (Application application : running()) {
            suspended.add(application.getArtifactName());
            LOGGER.warn("Stopping application '{}': {}", application.getArtifactName(), reason);
            quietly(application.getArtifactName(), application::stop);
          }
        });
  }

  @Override
  public void restart() {
    exclusively(
        () -> {
          for (Domain domain : domains()) {
            LOGGER.info("Deploying domain '{}' again.", domain.getArtifactName());
            quietly(
                domain.getArtifactName(),
                () -> deployments.redeployDomain(domain.getArtifactName()));
          }
          for (String name : suspended) {
            // The domain has brought its own applications along.
            if (!isRunning(name)) {
              LOGGER.info("Deploying application '{}' again.", name);
              quietly(name, () -> deployments.redeploy(name));
            }
          }
          suspended.clear();
        });
  }

  /** The domains of suspended applications, without Mule's default one, which has no content. */
  private Set<Domain> domains() {
    Set<Domain> domains = new LinkedHashSet<>();
    for (Application application : deployments.getApplications()) {
      Domain domain = application.getDomain();
      if (suspended.contains(application.getArtifactName())
          && domain != null
          && !DEFAULT_DOMAIN.equals(domain.getArtifactName())) {
        domains.add(domain);
      }
    }
    return domains;
  }

  private boolean isRunning(String name) {
    return running().stream().anyMatch(running -> running.getArtifactName().equals(name));
  }

  private List<Application> running() {
    List<Application> running = new ArrayList<>();
    for (Application application : deployments.getApplications()) {
      if (application.getStatus() == ApplicationStatus.STARTED) {
        running.add(application);
      }
    }
    return running;
  }

  private void exclusively(Runnable work) {
    // Without the lock Mule would skip a redeployment while another one runs.
    Lock lock = deployments.getLock();
    lock.lock();
    try {
      work.run();
    } finally {
      lock.unlock();
    }
  }

  /** One application must not keep the others from it. */
  private static void quietly(String name, Runnable step) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    // As if Mule itself deployed: nothing of an application should see the engine.
    thread.setContextClassLoader(DeploymentService.class.getClassLoader());
    try {
      step.run();
    } catch (RuntimeException e) {
      LOGGER.error("'{}' could not be stopped or started.", name, e);
    } finally {
      thread.setContextClassLoader(before);
    }
  }
}
