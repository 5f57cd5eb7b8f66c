package org.muleignite.tests.cluster;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.apache.ignite.Ignite;
import org.apache.ignite.cluster.ClusterNode;
import org.apache.ignite.configuration.IgniteConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mule.runtime.core.api.util.queue.DefaultQueueConfiguration;
import org.mule.runtime.core.api.util.queue.Queue;
import org.mule.runtime.core.api.util.queue.QueueManager;
import org.muleignite.cluster.engine.ClusterMember;
import org.muleignite.cluster.node.EnginePrerequisites;
import org.muleignite.tests.support.CutOffCommunication;
import org.muleignite.tests.support.TestCluster;

/**
 * An owner dies when one of its two backups has got a change and the other one has not. Whatever
 * the next owner makes of it must hold for the one after it too, be it the first one again.
 */
@Timeout(180)
class QueueCopiesIT {

  private static final long LIMIT_SECONDS = 60;
  private static final int OWNER = 0;

  /** Several queues each, so that both survivors become owners of some. */
  private static final int QUEUES = 4;

  /** Queues whose names begin like this are persistent. */
  private static final String PERSISTENT = "persistent";

  private final QueueNodes nodes = new QueueNodes(0, settings -> settings.setBackups(2));
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<String> names = new ArrayList<>();
  private CutOffCommunication communication;

  @AfterEach
  void stop() {
    threads.shutdownNow();
    nodes.close();
  }

  @ParameterizedTest
  @CsvSource({"1,1", "1,2", "2,1", "2,2"})
  void theNextOwnersAgree(int cutOff, int nextToDie) throws Exception {
    startAll();
    QueueManager owner = nodes.deploy(OWNER, "app");
    QueueManager other = nodes.deploy(3 - nextToDie, "app");
    List<String> put = fill("put", owner, 0);
    List<String> putElsewhere = fill("put-elsewhere", owner, 0);
    List<String> taken = fill("taken", owner, 1);
    List<String> takenElsewhere = fill("taken-elsewhere", owner, 1);

    communication.cutOff(node(cutOff));
    put.forEach(name -> later(() -> queue(owner, name).offer("new", 0)));
    taken.forEach(name -> later(() -> queue(owner, name).poll(0) != null));
    List<Future<Boolean>> certain = new ArrayList<>();
    putElsewhere.forEach(name -> certain.add(later(() -> queue(other, name).offer("new", 0))));
    takenElsewhere.forEach(name -> certain.add(later(() -> queue(other, name).poll(0) != null)));
    await()
        .atMost(Duration.ofSeconds(LIMIT_SECONDS))
        .until(() -> communication.lost() >= 4 * QUEUES);
    nodes.cluster().crash(OWNER);

    for (Future<Boolean> change : certain) {
      assertEquals(true, change.get(LIMIT_SECONDS, TimeUnit.SECONDS));
    }
    Map<String, Integer> sizes = sizes(other);
    putElsewhere.forEach(name -> assertEquals(1, sizes.get(name), name));
    takenElsewhere.forEach(name -> assertEquals(0, sizes.get(name), name));
    nodes.cluster().crash(nextToDie);
    assertEquals(sizes, sizes(other));
  }

  /** Its copy has changes that nobody else got, and so must not be taken for the newest one. */
  @Test
  void anOwnerThatReturnsBringsNothingBack() throws Exception {
    startAll();
    QueueManager owner = nodes.deploy(OWNER, "app");
    QueueManager other = nodes.deploy(1, "app");
    List<String> queues = fill(PERSISTENT, owner, 1);

    communication.cutOff(node(1));
    communication.cutOff(node(2));
    queues.forEach(
        name -> IntStream.range(0, 8).forEach(i -> later(() -> queue(owner, name).offer(i, 0))));
    await().atMost(Duration.ofSeconds(LIMIT_SECONDS)).until(() -> communication.lost() >= QUEUES);
    nodes.cluster().crash(OWNER);
    for (String name : queues) {
      assertEquals("old", queue(other, name).poll(LIMIT_SECONDS * 1_000));
      while (queue(other, name).poll(0) != null) {
        assertEquals(true, queue(other, name).size() < 8);
      }
    }

    start(OWNER);
    await()
        .atMost(Duration.ofSeconds(LIMIT_SECONDS))
        .until(() -> queues.stream().allMatch(name -> isOwned(name)));
    queues.forEach(name -> assertEquals(0, queue(other, name).size(), name));
  }

  private void startAll() {
    EnginePrerequisites.establish(getClass().getClassLoader());
    communication = start(OWNER);
    start(1);
    start(2);
  }

  private CutOffCommunication start(int node) {
    AtomicReference<CutOffCommunication> wire = new AtomicReference<>();
    nodes.cluster().start(node, () -> configuration(wire));
    return wire.get();
  }

  private static IgniteConfiguration configuration(AtomicReference<CutOffCommunication> wire) {
    wire.set(new CutOffCommunication(CutOffCommunication.CHANGES));
    wire.get().setLocalPort(TestCluster.freeRange());
    return new IgniteConfiguration().setCommunicationSpi(wire.get());
  }

  private ClusterNode node(int index) {
    return ignite(index).cluster().localNode();
  }

  private Ignite ignite(int index) {
    ClusterMember member = nodes.cluster().member(index);
    return member.context().ignite();
  }

  /** New queues that the first node owns, with so many items each. */
  private List<String> fill(String prefix, QueueManager manager, int items) throws Exception {
    List<String> found = new ArrayList<>();
    for (int i = 0; found.size() < QUEUES; i++) {
      String name = prefix + "-" + i;
      if (isOwned(name)) {
        found.add(name);
        Queue queue = queue(manager, name);
        assertEquals(0, queue.size());
        for (int item = 0; item < items; item++) {
          queue.put("old");
        }
      }
    }
    names.addAll(found);
    return found;
  }

  private boolean isOwned(String name) {
    return QueueHome.isAt(ignite(OWNER), isPersistent(name), "app/app/" + name);
  }

  private static boolean isPersistent(String name) {
    return name.startsWith(PERSISTENT);
  }

  private Future<Boolean> later(Callable<Boolean> change) {
    return threads.submit(change);
  }

  private Map<String, Integer> sizes(QueueManager manager) {
    Map<String, Integer> sizes = new TreeMap<>();
    names.forEach(name -> sizes.put(name, queue(manager, name).size()));
    return sizes;
  }

  private static Queue queue(QueueManager manager, String name) {
    manager.setQueueConfiguration(name, new DefaultQueueConfiguration(0, isPersistent(name)));
    Queue queue = manager.getQueueSession().getQueue(name);
    assertNotNull(queue);
    return queue;
  }
}
