package org.muleignite.cluster.mule;

import java.io.Serializable;
import org.mule.runtime.api.store.ObjectStore;
import org.mule.runtime.api.store.ObjectStoreException;
import org.mule.runtime.api.store.ObjectStoreManager;
import org.mule.runtime.api.store.ObjectStoreSettings;
import org.mule.runtime.core.api.MuleContext;
import org.mule.runtime.core.api.context.MuleContextAware;

/**
 * Mule's object store manager under a second bean name, for Mule 4.1.1 and 4.1.2 (MULE-15056). Adds
 * nothing: every call goes to the manager of the application. Thread-safe as that is.
 */
public class ObjectStoreManagerAlias implements ObjectStoreManager, MuleContextAware {

  private volatile MuleContext artifact;

  @Override
  public void setMuleContext(MuleContext context) {
    artifact = context;
  }

  @Override
  public <T extends ObjectStore<? extends Serializable>> T getObjectStore(String name) {
    return artifact.getObjectStoreManager().getObjectStore(name);
  }

  @Override
  public <T extends ObjectStore<? extends Serializable>> T createObjectStore(
      String name, ObjectStoreSettings settings) {
    return artifact.getObjectStoreManager().createObjectStore(name, settings);
  }

  @Override
  public <T extends ObjectStore<? extends Serializable>> T getOrCreateObjectStore(
      String name, ObjectStoreSettings settings) {
    return artifact.getObjectStoreManager().getOrCreateObjectStore(name, settings);
  }

  @Override
  public void disposeStore(String name) throws ObjectStoreException {
    artifact.getObjectStoreManager().disposeStore(name);
  }
}
