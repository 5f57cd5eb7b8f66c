package org.muleignite.sample.node;

import java.io.Serializable;
import java.util.LinkedHashMap;
import javax.inject.Inject;
import org.mule.runtime.core.api.MuleContext;

/** Tells where a flow runs. */
public class NodeOperations {

  @Inject private MuleContext muleContext;

  /**
   * Describes the node that runs this flow.
   *
   * @return {@code nodeId}, {@code clusterId}, {@code primary} and {@code time} (milliseconds)
   */
  public Serializable nodeInfo() {
    LinkedHashMap<String, Object> info = new LinkedHashMap<>();
    info.put("nodeId", String.valueOf(muleContext.getClusterNodeId()));
    info.put("clusterId", muleContext.getClusterId());
    info.put("primary", muleContext.isPrimaryPollingInstance());
    info.put("time", System.currentTimeMillis());
    return info;
  }
}
