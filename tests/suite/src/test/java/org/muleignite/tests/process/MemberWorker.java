package org.muleignite.tests.process;

import java.io.Serializable;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.mule.runtime.api.store.PartitionableExpirableObjectStore;
import org.muleignite.cluster.config.ClusterSettings;
import org.muleignite.cluster.engine.Applications;
import org.muleignite.cluster.engine.ClusterMember;
import org.muleignite.cluster.engine.RejoiningMember;
import org.muleignite.objectstore.ObjectStoreModule;
import org.muleignite.objectstore.StoreKind;
import org.muleignite.tests.artifact.Artifact;
import org.muleignite.tests.support.CacheModule;
import org.muleignite.tests.support.Commands;
import org.muleignite.tests.support.ForkedJvm;

/**
 * A member in a JVM of its own that rejoins by itself, and on it an application that stores, ticks
 * where it is primary, and counts under a lock; see {@link ForkedJvm}. Arguments: name, folder,
 * cluster name, discovery port, communication port, own address, seeds with commas between them or
 * none.
 */
final class MemberWorker implements Applications {

  static final String STATE = "state";
  static final String STOP = "stop";

  /** Stores a value and says "stored", or what went wrong. */
  static final String TRY = "try";

  /** Which of the values that were stored by any process are not there. */
  static final String MISSING = "missing";

  /** What the time is: for the cluster, and on this machine, in milliseconds. */
  static final String TIME = "time";

  /** Lets the values expire that are older than half an hour. */
  static final String EXPIRE = "expire";

  /** Changes its copies, with the value to give; see {@link MemberCopies}. */
  static final String PUT = "put ";

  /** Which values are in its copies. */
  static final String VALUES = "values";

  static final int FENCED = 70;

  private static final long HALF_AN_HOUR_MILLIS = 1_800_000;

  private final RejoiningMember member;
  private final MemberLoad load;
  private final Path folder;
  private int tries;

  private MemberWorker(String[] args) throws Exception {
    folder = Path.of(args[1]);
    ClusterSettings settings = settings(args);
    load = new MemberLoad(args[0], folder);
    member =
        new RejoiningMember(
            () ->
                new ClusterMember(
                    settings,
                    folder.resolve("storage-" + args[0]).toFile(),
                    List.of(new ObjectStoreModule(), new CacheModule(MemberCopies.CACHE))),
            null,
            this,
            reason -> Runtime.getRuntime().halt(FENCED));
    member.start();
    restart();
  }

  private static ClusterSettings settings(String[] args) {
    ClusterSettings settings = new ClusterSettings();
    settings.setClusterName(args[2]);
    settings.setDiscoveryPort(Integer.parseInt(args[3]));
    settings.setCommunicationPort(Integer.parseInt(args[4]));
    settings.setLocalHost(args[5]);
    if (!args[6].isEmpty()) {
      settings.setSeeds(List.of(args[6].split(",")));
    }
    settings.setClusterSize(Integer.getInteger("size", 3));
    settings.setFailureDetectionSeconds(Integer.getInteger("detection", 3));
    settings.setLeaseMillis(1_000);
    settings.setTransientMemoryMb(64);
    settings.setPersistentMemoryMb(64);
    settings.setStartTimeoutSeconds(90);
    return settings;
  }

  @Override
  public void suspend(String reason) {
    System.out.println("suspended: " + reason);
    load.stop();
  }

  @Override
  public void restart() {
    load.start(member.present(), store());
  }

  private PartitionableExpirableObjectStore<Serializable> store() {
    return new Artifact(KillLayout.APP).store(member.present(), StoreKind.PERSISTENT);
  }

  private Object answer(String command) throws Exception {
    if (command.startsWith(PUT)) {
      MemberCopies.put(member.present(), command.substring(PUT.length()));
      return "put";
    }
    switch (command) {
      case STATE:
        return !member.isServing()
            ? "0 false"
            : member.present().context().membership().members().size()
                + " "
                + member.present().primary().isPrimary();
      case TRY:
        store().store("try-" + ProcessHandle.current().pid() + "-" + tries++, "", "tries");
        return "stored";
      case MISSING:
        return missing();
      case TIME:
        return member.present().context().clock().currentTimeMillis()
            + " "
            + System.currentTimeMillis();
      case EXPIRE:
        store().expire(HALF_AN_HOUR_MILLIS, Integer.MAX_VALUE, MemberLoad.PARTITION);
        return "expired";
      case VALUES:
        return MemberCopies.values(member.present());
      case STOP:
        load.stop();
        return "stopped";
      default:
        throw new IllegalArgumentException(command);
    }
  }

  /** By the list of all keys: there are thousands. */
  private List<String> missing() throws Exception {
    Set<String> present = new HashSet<>(store().allKeys(MemberLoad.PARTITION));
    return MemberLedger.stored(folder).stream().filter(key -> !present.contains(key)).toList();
  }

  private Object answerOrRefusal(String command) {
    try {
      return answer(command);
    } catch (Exception e) {
      System.out.println(command + ": " + e.getMessage());
      return e.getClass().getSimpleName();
    }
  }

  public static void main(String[] args) throws Exception {
    Commands commands = Commands.take();
    MemberWorker worker = new MemberWorker(args);
    commands.answer("up");
    commands.serve(worker::answerOrRefusal);
    // Whoever gave the commands is gone.
    Runtime.getRuntime().halt(0);
  }
}
