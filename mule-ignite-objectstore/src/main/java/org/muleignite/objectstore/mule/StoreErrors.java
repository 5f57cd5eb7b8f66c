package org.muleignite.objectstore.mule;

import static org.mule.runtime.api.i18n.I18nMessageFactory.createStaticMessage;

import java.util.function.Supplier;
import org.mule.runtime.api.serialization.SerializationException;
import org.mule.runtime.api.store.ObjectAlreadyExistsException;
import org.mule.runtime.api.store.ObjectDoesNotExistException;
import org.mule.runtime.api.store.ObjectStoreException;
import org.mule.runtime.api.store.ObjectStoreNotAvailableException;
import org.muleignite.cluster.api.ClusterException;
import org.muleignite.objectstore.rules.PartitionId;

/**
 * The one place where errors of ours become Mule's, always with the cause:
 *
 * <ul>
 *   <li>the cluster cannot do it: {@link ObjectStoreNotAvailableException}
 *   <li>a value cannot be turned into bytes or back: {@link ObjectStoreException}
 *   <li>no value under the key, or one already: {@link ObjectDoesNotExistException}, {@link
 *       ObjectAlreadyExistsException}
 * </ul>
 *
 * Stateless and thread-safe.
 */
final class StoreErrors {

  /** Keys may be thousands of characters long. */
  private static final int SHOWN = 200;

  private StoreErrors() {}

  static <T> T call(PartitionId partition, Supplier<T> operation) throws ObjectStoreException {
    try {
      return operation.get();
    } catch (ClusterException e) {
      throw new ObjectStoreNotAvailableException(
          createStaticMessage("Object store " + partition + " is not available: " + e.getMessage()),
          e);
    }
  }

  static void run(PartitionId partition, Runnable operation) throws ObjectStoreException {
    call(
        partition,
        () -> {
          operation.run();
          return null;
        });
  }

  /** For what is asked before the partition is known. */
  static PartitionId bound(Supplier<PartitionId> partition) throws ObjectStoreException {
    try {
      return partition.get();
    } catch (ClusterException e) {
      throw new ObjectStoreNotAvailableException(createStaticMessage(e.getMessage()), e);
    }
  }

  static void requireText(String what, String text) throws ObjectStoreException {
    if (text == null || text.trim().isEmpty()) {
      throw new ObjectStoreException(
          createStaticMessage("The " + what + " is " + (text == null ? "null" : "blank") + "."));
    }
  }

  static ObjectDoesNotExistException missing(PartitionId partition, String key) {
    return new ObjectDoesNotExistException(
        createStaticMessage("Object store " + partition + " has no value for key " + shown(key)));
  }

  static ObjectAlreadyExistsException existing(PartitionId partition, String key) {
    return new ObjectAlreadyExistsException(
        createStaticMessage("Object store " + partition + " has a value for key " + shown(key)));
  }

  static ObjectStoreException noValue(PartitionId partition, String key) {
    return new ObjectStoreException(
        createStaticMessage("Null cannot be stored, key " + shown(key) + " of store " + partition));
  }

  static ObjectStoreException unserializable(
      PartitionId partition, String key, SerializationException cause) {
    return new ObjectStoreException(
        createStaticMessage(
            "The value for key "
                + shown(key)
                + " of object store "
                + partition
                + " cannot be serialized, nothing was stored: "
                + cause.getMessage()),
        cause);
  }

  /**
   * @param size of the stored entry in bytes
   * @param fate what happened to the entry
   */
  static ObjectStoreException unreadable(
      PartitionId partition, String key, int size, String fate, Throwable cause) {
    return new ObjectStoreException(
        createStaticMessage(
            "The value for key "
                + shown(key)
                + " of object store "
                + partition
                + " ("
                + size
                + " bytes) is unreadable here and "
                + fate
                + ": "
                + cause.getMessage()),
        cause);
  }

  private static String shown(String key) {
    return "'" + (key.length() > SHOWN ? key.substring(0, SHOWN) + "..." : key) + "'";
  }
}
