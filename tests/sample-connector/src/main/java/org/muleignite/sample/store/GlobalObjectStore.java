package org.muleignite.sample.store;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import javax.inject.Inject;
import javax.inject.Named;
import org.mule.runtime.api.exception.MuleException;
import org.mule.runtime.api.lifecycle.Startable;
import org.mule.runtime.api.lifecycle.Stoppable;
import org.mule.runtime.api.meta.ExpressionSupport;
import org.mule.runtime.api.store.ObjectStore;
import org.mule.runtime.api.store.ObjectStoreException;
import org.mule.runtime.api.store.ObjectStoreManager;
import org.mule.runtime.api.store.ObjectStoreSettings;
import org.mule.runtime.core.api.config.MuleProperties;
import org.mule.runtime.extension.api.annotation.Alias;
import org.mule.runtime.extension.api.annotation.Expression;
import org.mule.runtime.extension.api.annotation.dsl.xml.TypeDsl;
import org.mule.runtime.extension.api.annotation.param.Optional;
import org.mule.runtime.extension.api.annotation.param.Parameter;
import org.mule.runtime.extension.api.annotation.param.RefName;

/**
 * A store that an application declares with {@code <sample:object-store>}, for the operations of
 * this connector and for whatever else of the runtime takes a reference to a store.
 */
@Alias("object-store")
@TypeDsl(
    allowTopLevelDefinition = true,
    substitutionGroup = "mule:global-abstract-object-store",
    baseType = "mule:abstractObjectStoreType")
public class GlobalObjectStore implements ObjectStore<Serializable>, Startable, Stoppable {

  @RefName private String storeName;

  /** Whether the entries outlive the runtime. */
  @Parameter
  @Optional(defaultValue = "true")
  @Expression(ExpressionSupport.NOT_SUPPORTED)
  private boolean persistent;

  /** How many entries stay; without it, all of them. */
  @Parameter
  @Optional
  @Expression(ExpressionSupport.NOT_SUPPORTED)
  private Integer maxEntries;

  /** How long an entry stays, in milliseconds; without it, for ever. */
  @Parameter
  @Optional
  @Expression(ExpressionSupport.NOT_SUPPORTED)
  private Long entryTtl;

  /** How often old and surplus entries are removed, in milliseconds. */
  @Parameter
  @Optional(defaultValue = "60000")
  @Expression(ExpressionSupport.NOT_SUPPORTED)
  private long expirationInterval;

  // By name: overriding a base store makes Mule 4.1.1 keep two managers (MULE-15056), so the type
  // alone is ambiguous.
  @Inject
  @Named(MuleProperties.OBJECT_STORE_MANAGER)
  private ObjectStoreManager manager;

  private ObjectStore<Serializable> store;

  @Override
  public void start() throws MuleException {
    ObjectStoreSettings settings =
        ObjectStoreSettings.builder()
            .persistent(persistent)
            .maxEntries(maxEntries)
            .entryTtl(entryTtl)
            .expirationInterval(expirationInterval)
            .build();
    store = manager.getOrCreateObjectStore(storeName, settings);
  }

  @Override
  public void stop() throws MuleException {
    if (store != null) {
      store.close();
      store = null;
    }
  }

  @Override
  public boolean contains(String key) throws ObjectStoreException {
    return store.contains(key);
  }

  @Override
  public void store(String key, Serializable value) throws ObjectStoreException {
    store.store(key, value);
  }

  @Override
  public Serializable retrieve(String key) throws ObjectStoreException {
    return store.retrieve(key);
  }

  @Override
  public Serializable remove(String key) throws ObjectStoreException {
    return store.remove(key);
  }

  @Override
  public boolean isPersistent() {
    return persistent;
  }

  @Override
  public void clear() throws ObjectStoreException {
    store.clear();
  }

  @Override
  public void open() throws ObjectStoreException {
    store.open();
  }

  @Override
  public void close() throws ObjectStoreException {
    store.close();
  }

  @Override
  public List<String> allKeys() throws ObjectStoreException {
    return store.allKeys();
  }

  @Override
  public Map<String, Serializable> retrieveAll() throws ObjectStoreException {
    return store.retrieveAll();
  }
}
