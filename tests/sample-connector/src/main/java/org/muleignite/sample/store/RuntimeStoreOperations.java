package org.muleignite.sample.store;

import java.io.Serializable;
import javax.inject.Inject;
import javax.inject.Named;
import org.mule.runtime.api.metadata.TypedValue;
import org.mule.runtime.api.store.ObjectStore;
import org.mule.runtime.api.store.ObjectStoreException;
import org.mule.runtime.api.store.ObjectStoreManager;
import org.mule.runtime.api.store.ObjectStoreSettings;
import org.mule.runtime.core.api.config.MuleProperties;
import org.mule.runtime.extension.api.annotation.error.Throws;
import org.mule.runtime.extension.api.annotation.param.Content;
import org.mule.runtime.extension.api.exception.ModuleException;
import org.mule.runtime.extension.api.runtime.operation.Result;
import org.muleignite.sample.SampleError;
import org.muleignite.sample.SampleErrorTypes;

/**
 * Makes persistent stores while a flow runs, as connectors do for their own state: the application
 * declares none of them.
 */
@Throws(SampleErrorTypes.class)
public class RuntimeStoreOperations {

  // By name: a service that is overridden may leave a second bean of its type behind (MULE-15056).
  @Inject
  @Named(MuleProperties.OBJECT_STORE_MANAGER)
  private ObjectStoreManager manager;

  /**
   * Stores a value in a store that is made if this node does not use it yet.
   *
   * @param storeName the name of the store
   * @param key the key, without a value so far
   * @param value the value
   */
  public void storeIn(String storeName, String key, @Content TypedValue<Serializable> value) {
    try {
      store(storeName).store(key, value.getValue());
    } catch (ObjectStoreException e) {
      throw new ModuleException(SampleError.STORE_NOT_AVAILABLE, e);
    }
  }

  /**
   * Reads from a store that is made if this node does not use it yet.
   *
   * @param storeName the name of the store
   * @param key the key
   * @return the value, or the text "nothing"
   */
  public Result<Serializable, Void> retrieveFrom(String storeName, String key) {
    try {
      ObjectStore<Serializable> store = store(storeName);
      Serializable value = store.contains(key) ? store.retrieve(key) : "nothing";
      return Result.<Serializable, Void>builder().output(value).build();
    } catch (ObjectStoreException e) {
      throw new ModuleException(SampleError.STORE_NOT_AVAILABLE, e);
    }
  }

  /**
   * Ends the use of a store on this node.
   *
   * @param storeName the name of the store
   */
  public void disposeStore(String storeName) {
    try {
      manager.disposeStore(storeName);
    } catch (ObjectStoreException e) {
      throw new ModuleException(SampleError.STORE_NOT_AVAILABLE, e);
    }
  }

  private ObjectStore<Serializable> store(String storeName) {
    ObjectStoreSettings persistent = ObjectStoreSettings.builder().persistent(true).build();
    return manager.getOrCreateObjectStore(storeName, persistent);
  }
}
