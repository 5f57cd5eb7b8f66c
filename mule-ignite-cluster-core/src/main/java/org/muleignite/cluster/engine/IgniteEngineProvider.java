package org.muleignite.cluster.engine;

import java.io.File;
import org.muleignite.cluster.config.BeansFile;
import org.muleignite.cluster.entry.ClusterEngine;
import org.muleignite.cluster.entry.ClusterEngineProvider;
import org.muleignite.cluster.node.EnginePrerequisites;

/** Starts the engine out of the files of a Mule. Stateless. */
public class IgniteEngineProvider implements ClusterEngineProvider {

  private static final String BEANS_FILE = "conf/mule-ignite.xml";
  private static final String STORAGE = ".mule/ignite";

  @Override
  public ClusterEngine start(File muleBase) {
    // First: the beans file may name classes of Ignite.
    EnginePrerequisites.establish(IgniteEngineProvider.class.getClassLoader());
    BeansFile beans = BeansFile.read(new File(muleBase, BEANS_FILE));
    IgniteEngine engine = new IgniteEngine(beans.settings(), new File(muleBase, STORAGE));
    engine.start(beans.igniteConfiguration());
    return engine;
  }
}
