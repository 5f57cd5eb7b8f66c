package org.muleignite.queue.mule;

import static org.mule.runtime.api.i18n.I18nMessageFactory.createStaticMessage;

import javax.transaction.xa.XAException;
import org.mule.runtime.api.exception.MuleRuntimeException;
import org.mule.runtime.core.api.transaction.xa.ResourceManagerException;
import org.muleignite.cluster.api.ClusterException;

/** The one place where errors of the cluster become Mule's; the cause is kept. Stateless. */
final class MuleErrors {

  private MuleErrors() {}

  static MuleRuntimeException of(String operation, String queueName, ClusterException e) {
    return new MuleRuntimeException(
        createStaticMessage(
            "The %s on queue '%s' failed: %s", operation, queueName, e.getMessage()),
        e);
  }

  static ResourceManagerException ofTransaction(String operation, RuntimeException e) {
    return new ResourceManagerException(
        createStaticMessage(
            "The %s of the queue transaction failed: %s", operation, e.getMessage()),
        e);
  }

  static XAException xa(int code, String message, Throwable cause) {
    XAException failure = new XAException(message);
    failure.errorCode = code;
    if (cause != null) {
      failure.initCause(cause);
    }
    return failure;
  }
}
