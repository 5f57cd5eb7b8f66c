package org.muleignite.sample.store;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Lock;
import javax.inject.Inject;
import javax.inject.Named;
import org.mule.runtime.api.lock.LockFactory;
import org.mule.runtime.api.metadata.TypedValue;
import org.mule.runtime.api.store.ObjectAlreadyExistsException;
import org.mule.runtime.api.store.ObjectDoesNotExistException;
import org.mule.runtime.api.store.ObjectStore;
import org.mule.runtime.api.store.ObjectStoreException;
import org.mule.runtime.api.store.ObjectStoreManager;
import org.mule.runtime.core.api.config.MuleProperties;
import org.mule.runtime.extension.api.annotation.error.Throws;
import org.mule.runtime.extension.api.annotation.param.Content;
import org.mule.runtime.extension.api.annotation.param.Optional;
import org.mule.runtime.extension.api.annotation.param.reference.ObjectStoreReference;
import org.mule.runtime.extension.api.exception.ModuleException;
import org.mule.runtime.extension.api.runtime.operation.Result;
import org.muleignite.sample.SampleError;
import org.muleignite.sample.SampleErrorTypes;

/**
 * Reads and changes object stores. Operations on the same key of the same store exclude each other,
 * on all nodes; those on a whole store exclude only one another.
 */
@Throws(SampleErrorTypes.class)
public class ObjectStoreOperations {

  // Both by name: a service that is overridden may leave a second bean of its type behind
  // (MULE-15056).
  @Inject
  @Named(MuleProperties.OBJECT_STORE_MANAGER)
  private ObjectStoreManager manager;

  @Inject
  @Named(MuleProperties.OBJECT_LOCK_FACTORY)
  private LockFactory locks;

  /**
   * Stores a value under a key.
   *
   * @param key the key
   * @param value the value
   * @param failIfPresent whether an existing value is an error instead of being replaced
   * @param objectStore the store; without it, the default partition
   */
  public void store(
      String key,
      @Content TypedValue<Serializable> value,
      @Optional(defaultValue = "false") boolean failIfPresent,
      @ObjectStoreReference @Optional String objectStore) {
    onKey(
        objectStore,
        key,
        store -> {
          if (store.contains(key)) {
            if (failIfPresent) {
              throw keyError(SampleError.KEY_ALREADY_EXISTS, objectStore, key);
            }
            store.remove(key);
          }
          store.store(key, value.getValue());
          return null;
        });
  }

  /**
   * Reads the value of a key.
   *
   * @param key the key
   * @param defaultValue the answer for a key without a value; without it, that is an error
   * @param objectStore the store; without it, the default partition
   * @return the value
   */
  public Result<Serializable, Void> retrieve(
      String key,
      @Content @Optional TypedValue<Serializable> defaultValue,
      @ObjectStoreReference @Optional String objectStore) {
    Serializable value =
        onKey(
            objectStore,
            key,
            store -> {
              if (store.contains(key)) {
                return store.retrieve(key);
              }
              if (defaultValue == null || defaultValue.getValue() == null) {
                throw keyError(SampleError.KEY_NOT_FOUND, objectStore, key);
              }
              return defaultValue.getValue();
            });
    return Result.<Serializable, Void>builder().output(value).build();
  }

  /**
   * Removes a key and its value.
   *
   * @param key the key
   * @param objectStore the store; without it, the default partition
   */
  public void remove(String key, @ObjectStoreReference @Optional String objectStore) {
    onKey(
        objectStore,
        key,
        store -> {
          if (!store.contains(key)) {
            throw keyError(SampleError.KEY_NOT_FOUND, objectStore, key);
          }
          return store.remove(key);
        });
  }

  /**
   * Tells whether a key has a value.
   *
   * @param key the key
   * @param objectStore the store; without it, the default partition
   * @return whether it has
   */
  public boolean contains(String key, @ObjectStoreReference @Optional String objectStore) {
    return onKey(objectStore, key, store -> store.contains(key));
  }

  /**
   * Removes all entries.
   *
   * @param objectStore the store; without it, the default partition
   */
  public void clear(@ObjectStoreReference @Optional String objectStore) {
    onStore(
        objectStore,
        store -> {
          store.clear();
          return null;
        });
  }

  /**
   * Lists the keys.
   *
   * @param objectStore the store; without it, the default partition
   * @return all keys
   */
  public List<String> retrieveAllKeys(@ObjectStoreReference @Optional String objectStore) {
    return onStore(objectStore, ObjectStore::allKeys);
  }

  /**
   * Reads all entries.
   *
   * @param objectStore the store; without it, the default partition
   * @return keys and values
   */
  public Map<String, Serializable> retrieveAll(@ObjectStoreReference @Optional String objectStore) {
    return onStore(objectStore, ObjectStore::retrieveAll);
  }

  private <T> T onKey(String objectStore, String key, Task<T> task) {
    return locked("sample-store-" + objectStore + "-" + key, objectStore, task);
  }

  private <T> T onStore(String objectStore, Task<T> task) {
    return locked("sample-store-" + objectStore, objectStore, task);
  }

  private <T> T locked(String lockId, String objectStore, Task<T> task) {
    ObjectStore<Serializable> store =
        objectStore == null ? manager.getDefaultPartition() : manager.getObjectStore(objectStore);
    Lock lock = locks.createLock(lockId);
    lock.lock();
    try {
      return task.run(store);
    } catch (ObjectAlreadyExistsException e) {
      throw new ModuleException(SampleError.KEY_ALREADY_EXISTS, e);
    } catch (ObjectDoesNotExistException e) {
      throw new ModuleException(SampleError.KEY_NOT_FOUND, e);
    } catch (ObjectStoreException e) {
      throw new ModuleException(SampleError.STORE_NOT_AVAILABLE, e);
    } finally {
      lock.unlock();
    }
  }

  private static ModuleException keyError(SampleError error, String objectStore, String key) {
    return new ModuleException("Key " + key + " of store " + objectStore, error);
  }

  private interface Task<T> {
    T run(ObjectStore<Serializable> store) throws ObjectStoreException;
  }
}
