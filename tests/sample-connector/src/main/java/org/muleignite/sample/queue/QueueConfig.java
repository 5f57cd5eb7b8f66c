package org.muleignite.sample.queue;

import java.util.List;
import javax.inject.Inject;
import javax.inject.Named;
import org.mule.runtime.api.lifecycle.Initialisable;
import org.mule.runtime.api.meta.ExpressionSupport;
import org.mule.runtime.core.api.config.MuleProperties;
import org.mule.runtime.core.api.util.queue.QueueManager;
import org.mule.runtime.extension.api.annotation.Configuration;
import org.mule.runtime.extension.api.annotation.Expression;
import org.mule.runtime.extension.api.annotation.Operations;
import org.mule.runtime.extension.api.annotation.Sources;
import org.mule.runtime.extension.api.annotation.connectivity.ConnectionProviders;
import org.mule.runtime.extension.api.annotation.param.NullSafe;
import org.mule.runtime.extension.api.annotation.param.Optional;
import org.mule.runtime.extension.api.annotation.param.Parameter;

/** Declares the queues that an application uses. */
@Configuration(name = "queue-config")
@ConnectionProviders(QueueConnectionProvider.class)
@Operations(QueueOperations.class)
@Sources(QueueListener.class)
public class QueueConfig implements Initialisable {

  /** The queues and how each of them is to behave. */
  @Parameter
  @Optional
  @NullSafe
  @Expression(ExpressionSupport.NOT_SUPPORTED)
  private List<QueueDefinition> queues;

  // By name: overriding the queue manager leaves the local one behind as a second bean of this
  // type.
  @Inject
  @Named(MuleProperties.OBJECT_QUEUE_MANAGER)
  private QueueManager queueManager;

  @Override
  public void initialise() {
    for (QueueDefinition queue : queues) {
      queueManager.setQueueConfiguration(queue.name(), queue.configuration());
    }
  }
}
