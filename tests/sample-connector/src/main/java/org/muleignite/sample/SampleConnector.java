package org.muleignite.sample;

import org.mule.runtime.extension.api.annotation.Configurations;
import org.mule.runtime.extension.api.annotation.Export;
import org.mule.runtime.extension.api.annotation.Extension;
import org.mule.runtime.extension.api.annotation.Operations;
import org.mule.runtime.extension.api.annotation.Sources;
import org.mule.runtime.extension.api.annotation.dsl.xml.Xml;
import org.mule.runtime.extension.api.annotation.error.ErrorTypes;
import org.muleignite.sample.data.DataOperations;
import org.muleignite.sample.http.HttpAttributes;
import org.muleignite.sample.http.HttpConfig;
import org.muleignite.sample.lock.LockOperations;
import org.muleignite.sample.node.ClusterNodeListener;
import org.muleignite.sample.node.NodeOperations;
import org.muleignite.sample.queue.QueueAttributes;
import org.muleignite.sample.queue.QueueConfig;
import org.muleignite.sample.schedule.CounterPoller;
import org.muleignite.sample.schedule.PrimaryTicker;
import org.muleignite.sample.store.GlobalObjectStore;
import org.muleignite.sample.store.ObjectStoreOperations;
import org.muleignite.sample.store.RuntimeStoreOperations;

/**
 * Stands in for the official HTTP, VM and ObjectStore connectors, which Maven Central does not
 * have.
 *
 * <p>It reaches queues, stores and locks only through the services that the runtime injects, and so
 * behaves alike on a plain runtime and on a clustered one.
 */
@Extension(name = "Sample", vendor = "mule-ignite")
@Xml(prefix = "sample", namespace = "http://www.muleignite.org/schema/sample")
@Configurations({HttpConfig.class, QueueConfig.class})
@Operations({
  ObjectStoreOperations.class,
  RuntimeStoreOperations.class,
  LockOperations.class,
  NodeOperations.class,
  DataOperations.class
})
@Sources({PrimaryTicker.class, CounterPoller.class, ClusterNodeListener.class})
@ErrorTypes(SampleError.class)
@Export(classes = {HttpAttributes.class, QueueAttributes.class, GlobalObjectStore.class})
public class SampleConnector {}
