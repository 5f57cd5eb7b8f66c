package org.muleignite.objectstore;

import static java.util.stream.Collectors.toList;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.muleignite.cluster.api.ClusterException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@link StoreAdministration} over JMX. Immutable. */
final class ObjectStoresBean implements ObjectStoresMXBean {

  private static final Logger LOGGER = LoggerFactory.getLogger(ObjectStoresBean.class);

  private final StoreAdministration stores;

  ObjectStoresBean(StoreAdministration stores) {
    this.stores = stores;
  }

  @Override
  public List<String> list(int limit) {
    return stores.list().stream()
        .sorted(Comparator.comparingInt(StoredPartition::entries).reversed())
        .limit(limit)
        .map(StoredPartition::toString)
        .collect(toList());
  }

  @Override
  public int purge(String kind, String artifact, String name) {
    StoreKind known = kindOf(kind);
    LOGGER.warn(
        "The {} partition '{}' of '{}' is purged, on an operator's word.", known, name, artifact);
    return stores.purge(known, artifact, name);
  }

  private static StoreKind kindOf(String kind) {
    return Arrays.stream(StoreKind.values())
        .filter(known -> known.name().equals(kind))
        .findFirst()
        .orElseThrow(
            () ->
                new ClusterException(
                    "'"
                        + kind
                        + "' is no kind of object store: it is one of "
                        + Arrays.toString(StoreKind.values())
                        + "."));
  }
}
