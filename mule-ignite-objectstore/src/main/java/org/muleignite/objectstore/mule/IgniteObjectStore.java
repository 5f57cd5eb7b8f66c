package org.muleignite.objectstore.mule;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mule.runtime.api.serialization.SerializationException;
import org.mule.runtime.api.store.ObjectStoreException;
import org.mule.runtime.api.store.PartitionableExpirableObjectStore;
import org.mule.runtime.core.api.MuleContext;
import org.mule.runtime.core.api.context.MuleContextAware;
import org.muleignite.objectstore.rules.Entry;
import org.muleignite.objectstore.rules.PartitionId;
import org.muleignite.objectstore.rules.StoreRules;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The clustered base object store of one artifact: Mule makes each of its stores a partition of it.
 * Every node on which the artifact runs sees the same entries; other artifacts see none of them.
 *
 * <p>Guarantees:
 *
 * <ol>
 *   <li>{@code store} refuses an existing key and {@code remove} hands a value to one caller, in
 *       the whole cluster; single-key operations are linearizable, and reads see every acknowledged
 *       write of every node.
 *   <li>What was acknowledged survives the crash of as many nodes as there are backups; in a
 *       persistent store also that of all nodes. When an operation failed with a message that calls
 *       its outcome unknown, it was done completely or not at all.
 *   <li>Listings, {@code clear} and {@code expire} are no snapshots: see {@link StoreRules}.
 *   <li>A value that cannot be read here (class gone, corrupt, newer format) is an {@link
 *       ObjectStoreException} that names it; it is kept, {@code allKeys} lists it and {@code
 *       retrieveAll} logs it and returns the rest. {@code remove} of such a value removes it and
 *       then fails, for it has no value to return.
 *   <li>{@code disposePartition} removes the entries once no node has the partition open any more;
 *       {@code close} only ends this node's use. Stopping a node or undeploying an artifact
 *       disposes of nothing by itself.
 * </ol>
 *
 * <p>A partition need not be open to be used: {@code open} and {@code close} only say that it is in
 * use here, and never touch the cluster.
 *
 * <p>Thread-safe. Everything but {@code open}, {@code close} and {@code isPersistent} blocks for
 * network round trips. Times are milliseconds of cluster time.
 *
 * <p>Deliberately neither {@code Initialisable} nor {@code Disposable}: Mule would leave the former
 * without its artifact, and would dispose of the latter with the first of its partitions.
 */
public final class IgniteObjectStore
    implements PartitionableExpirableObjectStore<Serializable>, MuleContextAware {

  private static final Logger LOGGER = LoggerFactory.getLogger(IgniteObjectStore.class);

  private final ArtifactBinding artifact;

  public IgniteObjectStore(ArtifactBinding artifact) {
    this.artifact = artifact;
  }

  /** The first artifact stays: Mule also offers an application's store to its policies. */
  @Override
  public void setMuleContext(MuleContext context) {
    artifact.bind(context);
  }

  @Override
  public boolean isPersistent() {
    return artifact.isPersistent();
  }

  @Override
  public boolean contains(String key, String partitionName) throws ObjectStoreException {
    PartitionId partition = partition(key, partitionName);
    return StoreErrors.call(partition, () -> rules().contains(partition, key));
  }

  @Override
  public void store(String key, Serializable value, String partitionName)
      throws ObjectStoreException {
    PartitionId partition = partition(key, partitionName);
    byte[] bytes = encode(partition, key, value);
    if (!StoreErrors.call(partition, () -> rules().store(partition, key, bytes))) {
      throw StoreErrors.existing(partition, key);
    }
  }

  @Override
  public Serializable retrieve(String key, String partitionName) throws ObjectStoreException {
    PartitionId partition = partition(key, partitionName);
    byte[] entry = StoreErrors.call(partition, () -> rules().retrieve(partition, key).orElse(null));
    if (entry == null) {
      throw StoreErrors.missing(partition, key);
    }
    return decode(partition, key, entry, "is kept");
  }

  @Override
  public Serializable remove(String key, String partitionName) throws ObjectStoreException {
    PartitionId partition = partition(key, partitionName);
    byte[] entry = StoreErrors.call(partition, () -> rules().remove(partition, key).orElse(null));
    if (entry == null) {
      throw StoreErrors.missing(partition, key);
    }
    return decode(partition, key, entry, "has been removed");
  }

  @Override
  public List<String> allKeys(String partitionName) throws ObjectStoreException {
    PartitionId partition = partition(partitionName);
    return StoreErrors.call(partition, () -> rules().keys(partition));
  }

  @Override
  public Map<String, Serializable> retrieveAll(String partitionName) throws ObjectStoreException {
    PartitionId partition = partition(partitionName);
    Map<String, Serializable> values = new LinkedHashMap<>();
    StoreErrors.run(
        partition,
        () ->
            rules().forEach(partition, (key, entry) -> addReadable(values, partition, key, entry)));
    return values;
  }

  private void addReadable(
      Map<String, Serializable> values, PartitionId partition, String key, byte[] entry) {
    try {
      values.put(key, decode(partition, key, entry, "is kept"));
    } catch (ObjectStoreException e) {
      LOGGER.error("Left out of retrieveAll: {}", e.getMessage(), e);
    }
  }

  @Override
  public List<String> allPartitions() throws ObjectStoreException {
    PartitionId any = partition(DEFAULT_PARTITION_NAME);
    return StoreErrors.call(any, () -> new ArrayList<>(rules().partitions(any.scope())));
  }

  @Override
  public void open(String partitionName) throws ObjectStoreException {
    artifact.openPartitions().open(partition(partitionName).name());
  }

  @Override
  public void close(String partitionName) throws ObjectStoreException {
    artifact.openPartitions().close(partition(partitionName).name());
  }

  @Override
  public void clear(String partitionName) throws ObjectStoreException {
    PartitionId partition = partition(partitionName);
    StoreErrors.run(partition, () -> rules().clear(partition));
  }

  @Override
  public void disposePartition(String partitionName) throws ObjectStoreException {
    PartitionId partition = partition(partitionName);
    StoreErrors.run(partition, () -> rules().dispose(partition, artifact.openPartitions()));
  }

  @Override
  public void expire(long entryTtl, int maxEntries, String partitionName)
      throws ObjectStoreException {
    PartitionId partition = partition(partitionName);
    StoreErrors.run(partition, () -> rules().expire(partition, entryTtl, maxEntries));
  }

  @Override
  public void expire(long entryTtl, int maxEntries) throws ObjectStoreException {
    expire(entryTtl, maxEntries, DEFAULT_PARTITION_NAME);
  }

  @Override
  public boolean contains(String key) throws ObjectStoreException {
    return contains(key, DEFAULT_PARTITION_NAME);
  }

  @Override
  public void store(String key, Serializable value) throws ObjectStoreException {
    store(key, value, DEFAULT_PARTITION_NAME);
  }

  @Override
  public Serializable retrieve(String key) throws ObjectStoreException {
    return retrieve(key, DEFAULT_PARTITION_NAME);
  }

  @Override
  public Serializable remove(String key) throws ObjectStoreException {
    return remove(key, DEFAULT_PARTITION_NAME);
  }

  @Override
  public List<String> allKeys() throws ObjectStoreException {
    return allKeys(DEFAULT_PARTITION_NAME);
  }

  @Override
  public Map<String, Serializable> retrieveAll() throws ObjectStoreException {
    return retrieveAll(DEFAULT_PARTITION_NAME);
  }

  @Override
  public void open() throws ObjectStoreException {
    open(DEFAULT_PARTITION_NAME);
  }

  @Override
  public void close() throws ObjectStoreException {
    close(DEFAULT_PARTITION_NAME);
  }

  @Override
  public void clear() throws ObjectStoreException {
    clear(DEFAULT_PARTITION_NAME);
  }

  private StoreRules rules() {
    return artifact.rules();
  }

  private PartitionId partition(String key, String partitionName) throws ObjectStoreException {
    StoreErrors.requireText("key", key);
    return partition(partitionName);
  }

  private PartitionId partition(String partitionName) throws ObjectStoreException {
    StoreErrors.requireText("partition name", partitionName);
    return StoreErrors.bound(() -> artifact.partition(partitionName));
  }

  private byte[] encode(PartitionId partition, String key, Serializable value)
      throws ObjectStoreException {
    if (value == null) {
      throw StoreErrors.noValue(partition, key);
    }
    try {
      return artifact.codec().encode(value);
    } catch (SerializationException e) {
      throw StoreErrors.unserializable(partition, key, e);
    }
  }

  private Serializable decode(PartitionId partition, String key, byte[] entry, String fate)
      throws ObjectStoreException {
    try {
      return artifact.codec().decode(Entry.value(entry));
    } catch (RuntimeException | LinkageError e) {
      // A value of another version of the application may fail in any way in its own code.
      throw StoreErrors.unreadable(partition, key, entry.length, fate, e);
    }
  }
}
