package org.muleignite.cluster.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.util.List;
import java.util.stream.Stream;
import org.apache.ignite.cache.CacheAtomicityMode;
import org.apache.ignite.cache.CacheMode;
import org.apache.ignite.cache.CacheWriteSynchronizationMode;
import org.apache.ignite.cache.PartitionLossPolicy;
import org.apache.ignite.configuration.CacheConfiguration;
import org.apache.ignite.configuration.DataRegionConfiguration;
import org.apache.ignite.configuration.DataStorageConfiguration;
import org.apache.ignite.configuration.IgniteConfiguration;
import org.apache.ignite.configuration.WALMode;
import org.junit.jupiter.api.Test;
import org.muleignite.cluster.api.CacheSpec;
import org.muleignite.cluster.config.ClusterSettings;

/** Caches, regions of memory and the log: what the guarantees need. */
class DataConfigurationTest extends ConfigurationOfANode {

  @Test
  void everyCacheOfOursGivesWhatTheGuaranteesNeed() {
    List<CacheConfiguration<?, ?>> caches = cachesOf(create(null)).toList();
    assertEquals(3, caches.size());
    for (CacheConfiguration<?, ?> cache : caches) {
      String name = cache.getName();
      assertEquals(CacheAtomicityMode.TRANSACTIONAL, cache.getAtomicityMode(), name);
      assertEquals(
          CacheWriteSynchronizationMode.FULL_SYNC, cache.getWriteSynchronizationMode(), name);
      assertEquals(PartitionLossPolicy.READ_WRITE_SAFE, cache.getPartitionLossPolicy(), name);
      assertFalse(cache.isReadFromBackup(), name);
      assertNull(cache.getGroupName(), name);
      assertTrue(name.startsWith(CacheSpec.PREFIX), name);
    }
  }

  @Test
  void aCacheThatNeedsExactlyOneBackupToBeAtomicIsTransactionalOtherwise() {
    for (int backups = 0; backups <= 2; backups++) {
      settings.setBackups(backups);
      IgniteConfiguration made = create(null, CacheSpec.inMemoryAtomicWithOneBackup("fast"));
      assertEquals(
          backups == 1 ? CacheAtomicityMode.ATOMIC : CacheAtomicityMode.TRANSACTIONAL,
          cache(made, "fast").getAtomicityMode());
    }
  }

  @Test
  void removalsAreToldOnlyWhereSomebodyListens() {
    IgniteConfiguration made =
        create(
            null,
            CacheSpec.persistent("listened").tellingRemovals(),
            CacheSpec.inMemoryAtomic("atomic").tellingRemovals(),
            CacheSpec.persistent("unheard"));
    assertFalse(cache(made, "listened").isEventsDisabled());
    assertTrue(cache(made, "atomic").isEventsDisabled());
    assertTrue(cache(made, "unheard").isEventsDisabled());
  }

  @Test
  void dataHasTheChosenBackupsAndFactsOfTheClusterACopyEverywhere() {
    settings.setBackups(2);
    IgniteConfiguration made = create(null);
    for (String name : List.of("fast", "safe")) {
      assertEquals(CacheMode.PARTITIONED, cache(made, name).getCacheMode());
      assertEquals(2, cache(made, name).getBackups());
    }
    assertEquals(CacheMode.REPLICATED, cache(made, "system").getCacheMode());
  }

  @Test
  void whatMustSurviveIsInTheRegionThatPersists() {
    IgniteConfiguration made = create(null);
    DataStorageConfiguration storage = made.getDataStorageConfiguration();
    assertEquals(
        storage.getDefaultDataRegionConfiguration().getName(),
        cache(made, "fast").getDataRegionName());
    String persistent = persistentRegion(storage).getName();
    assertEquals(persistent, cache(made, "safe").getDataRegionName());
    assertEquals(persistent, cache(made, "system").getDataRegionName());
  }

  @Test
  void withoutPersistenceOnlyTheFactsOfTheClusterAreOnTheDisk() {
    settings.setPersistence(false);
    settings.setPersistentMemoryMb(64);
    IgniteConfiguration made = create(null);
    DataStorageConfiguration storage = made.getDataStorageConfiguration();
    for (String name : List.of("fast", "safe")) {
      assertEquals(
          storage.getDefaultDataRegionConfiguration().getName(),
          cache(made, name).getDataRegionName());
    }
    assertEquals(persistentRegion(storage).getName(), cache(made, "system").getDataRegionName());
    assertEquals(16 * MEGABYTE, persistentRegion(storage).getMaxSize());
  }

  @Test
  void theUsersCachesStayBesideOurs() {
    base.setCacheConfiguration(new CacheConfiguration<>("mine"));
    assertEquals(
        List.of("mine", "mule-ignite.system", "mule-ignite.fast", "mule-ignite.safe"),
        cachesOf(create(base)).map(CacheConfiguration::getName).toList());
  }

  @Test
  void eachRegionIsAsLargeAsItsSettingAndOnlyOnePersists() {
    settings.setTransientMemoryMb(17);
    settings.setPersistentMemoryMb(96);
    DataStorageConfiguration storage = create(null).getDataStorageConfiguration();
    DataRegionConfiguration memory = storage.getDefaultDataRegionConfiguration();
    assertEquals(17 * MEGABYTE, memory.getMaxSize());
    assertFalse(memory.isPersistenceEnabled());
    assertEquals(96 * MEGABYTE, persistentRegion(storage).getMaxSize());
    assertTrue(persistentRegion(storage).isPersistenceEnabled());
  }

  @Test
  void theWalIsWrittenAsChosenAndStaysInTheStorage() {
    assertEquals(WALMode.LOG_ONLY, create(null).getDataStorageConfiguration().getWalMode());
    settings.setWalMode(ClusterSettings.WalMode.FSYNC);
    DataStorageConfiguration storage = create(null).getDataStorageConfiguration();
    assertEquals(WALMode.FSYNC, storage.getWalMode());
    for (String path :
        List.of(storage.getStoragePath(), storage.getWalPath(), storage.getWalArchivePath())) {
      assertEquals(STORAGE.getAbsoluteFile(), new File(path).getParentFile());
    }
  }

  @Test
  void noTransactionIsWithoutAnEnd() {
    assertTrue(create(null).getTransactionConfiguration().getDefaultTxTimeout() > 0);
    assertTrue(create(null).getTransactionConfiguration().getTxTimeoutOnPartitionMapExchange() > 0);
  }

  private static DataRegionConfiguration persistentRegion(DataStorageConfiguration storage) {
    assertEquals(1, storage.getDataRegionConfigurations().length);
    return storage.getDataRegionConfigurations()[0];
  }

  private static Stream<CacheConfiguration<?, ?>> cachesOf(IgniteConfiguration made) {
    return Stream.of(made.getCacheConfiguration());
  }

  private static CacheConfiguration<?, ?> cache(IgniteConfiguration made, String name) {
    return cachesOf(made)
        .filter(cache -> cache.getName().equals(CacheSpec.PREFIX + name))
        .findAny()
        .orElseThrow();
  }
}
