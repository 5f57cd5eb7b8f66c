package org.muleignite.sample.node;

import javax.inject.Inject;
import org.mule.runtime.api.notification.ClusterNodeNotification;
import org.mule.runtime.api.notification.ClusterNodeNotificationListener;
import org.mule.runtime.api.notification.NotificationListenerRegistry;
import org.mule.runtime.extension.api.annotation.Alias;
import org.mule.runtime.extension.api.annotation.param.MediaType;
import org.mule.runtime.extension.api.runtime.operation.Result;
import org.mule.runtime.extension.api.runtime.source.Source;
import org.mule.runtime.extension.api.runtime.source.SourceCallback;

/**
 * Runs the flow whenever the runtime notifies its listeners of something about the node in its
 * cluster, with the name of what happened as payload; that the node was selected as primary is all
 * there is in Mule 4.1. On every node.
 */
@Alias("cluster-node-listener")
@MediaType(value = MediaType.TEXT_PLAIN, strict = false)
public class ClusterNodeListener extends Source<String, Void> {

  @Inject private NotificationListenerRegistry registry;

  private ClusterNodeNotificationListener listener;

  @Override
  public void onStart(SourceCallback<String, Void> callback) {
    listener =
        new ClusterNodeNotificationListener() {
          @Override
          public void onNotification(ClusterNodeNotification notification) {
            callback.handle(
                Result.<String, Void>builder().output(notification.getActionName()).build());
          }
        };
    registry.registerListener(listener);
  }

  @Override
  public void onStop() {
    if (listener != null) {
      registry.unregisterListener(listener);
      listener = null;
    }
  }
}
