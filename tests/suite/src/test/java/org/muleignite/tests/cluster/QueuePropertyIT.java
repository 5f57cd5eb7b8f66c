package org.muleignite.tests.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.mule.runtime.core.api.util.queue.DefaultQueueConfiguration;
import org.mule.runtime.core.api.util.queue.Queue;
import org.mule.runtime.core.api.util.queue.QueueManager;
import org.mule.runtime.core.api.util.queue.QueueSession;

/**
 * Whatever sessions on three nodes do one after the other, inside and outside of transactions, the
 * queues answer as the {@link QueueModel} does. Each try has queues of its own.
 */
class QueuePropertyIT {

  private static final int NODES = 3;
  private static final int SESSIONS = 4;
  private static final int[] CAPACITIES = {0, 0, 3};
  private static final boolean[] PERSISTENT = {false, true, false};

  private static QueueNodes nodes;
  private static final List<QueueManager> managers = new ArrayList<>();

  /** What a session does. */
  enum Kind {
    OFFER,
    POLL,
    PEEK,
    UNTAKE,
    CLEAR,
    DISPOSE,
    BEGIN,
    COMMIT,
    ROLLBACK
  }

  record Step(Kind kind, int session, int queue) {}

  @BeforeContainer
  static void start() {
    nodes = new QueueNodes(NODES);
    for (int node = 0; node < NODES; node++) {
      managers.add(nodes.deploy(node, "app"));
    }
  }

  @AfterContainer
  static void stop() {
    nodes.close();
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    Arbitrary<Kind> kinds =
        Arbitraries.frequency(
            Tuple.of(8, Kind.OFFER),
            Tuple.of(8, Kind.POLL),
            Tuple.of(2, Kind.PEEK),
            Tuple.of(3, Kind.UNTAKE),
            Tuple.of(1, Kind.CLEAR),
            Tuple.of(1, Kind.DISPOSE),
            Tuple.of(4, Kind.BEGIN),
            Tuple.of(3, Kind.COMMIT),
            Tuple.of(2, Kind.ROLLBACK));
    return Combinators.combine(
            kinds,
            Arbitraries.integers().between(0, SESSIONS - 1),
            Arbitraries.integers().between(0, CAPACITIES.length - 1))
        .as(Step::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(60);
  }

  @Property(tries = 150)
  void queuesAnswerAsTheModelDoes(@ForAll("steps") List<Step> steps) throws Exception {
    Run run = new Run();
    for (Step step : steps) {
      run.perform(step);
      run.checkSizes();
    }
    run.finish();
  }

  /** One try. */
  private static final class Run {

    private final String prefix = "queue-" + UUID.randomUUID() + "-";
    private final List<QueueModel> models = new ArrayList<>();
    private final List<QueueSession> sessions = new ArrayList<>();
    private final boolean[] open = new boolean[SESSIONS];
    private int items;

    Run() {
      for (int capacity : CAPACITIES) {
        models.add(new QueueModel(capacity, SESSIONS));
      }
      for (int session = 0; session < SESSIONS; session++) {
        sessions.add(managers.get(session % NODES).getQueueSession());
      }
    }

    void perform(Step step) throws Exception {
      int session = step.session();
      QueueModel model = models.get(step.queue());
      switch (step.kind()) {
        case OFFER -> offer(step);
        case POLL -> assertEquals(model.poll(session), queue(step).poll(0));
        case PEEK -> assertEquals(model.peek(), queue(step).peek());
        case UNTAKE -> {
          String item = "item " + items++;
          queue(step).untake(item);
          model.untake(session, item);
        }
        case CLEAR -> {
          queue(step).clear();
          model.clear(session);
        }
        case DISPOSE -> dispose(step);
        default -> transact(step);
      }
    }

    private void offer(Step step) throws InterruptedException {
      String item = "item " + items++;
      Queue queue = queue(step);
      QueueModel model = models.get(step.queue());
      if (model.overfills(step.session())) {
        assertThrows(IllegalStateException.class, () -> queue.offer(item, 0));
      } else {
        assertEquals(model.offer(step.session(), item), queue.offer(item, 0));
      }
    }

    /** Whether room of open transactions outlives the queue is nobody's concern. */
    private void dispose(Step step) throws Exception {
      QueueModel model = models.get(step.queue());
      if (model.rooms() == 0) {
        queue(step).dispose();
        model.dispose();
      }
    }

    private void transact(Step step) throws Exception {
      int session = step.session();
      if (step.kind() == Kind.BEGIN && !open[session]) {
        sessions.get(session).begin();
        models.forEach(model -> model.begin(session));
        open[session] = true;
      } else if (step.kind() == Kind.COMMIT && open[session]) {
        sessions.get(session).commit();
        models.forEach(model -> model.commit(session));
        open[session] = false;
      } else if (step.kind() == Kind.ROLLBACK && open[session]) {
        sessions.get(session).rollback();
        models.forEach(model -> model.rollback(session));
        open[session] = false;
      }
    }

    void checkSizes() {
      for (int session = 0; session < SESSIONS; session++) {
        for (int queue = 0; queue < models.size(); queue++) {
          assertEquals(
              models.get(queue).size(session),
              queue(session, queue).size(),
              "size of queue " + queue + " as session " + session + " sees it");
        }
      }
    }

    /** What is open is rolled back; then all that is left comes out in order. */
    void finish() throws Exception {
      for (int session = 0; session < SESSIONS; session++) {
        transact(new Step(Kind.ROLLBACK, session, 0));
      }
      for (int queue = 0; queue < models.size(); queue++) {
        String expected;
        do {
          expected = models.get(queue).poll(0);
          assertEquals(expected, queue(0, queue).poll(0));
        } while (expected != null);
        queue(0, queue).dispose();
      }
    }

    private Queue queue(Step step) {
      return queue(step.session(), step.queue());
    }

    /** Configured anew each time: a disposed queue has forgotten it. */
    private Queue queue(int session, int queue) {
      String name = prefix + queue;
      managers
          .get(session % NODES)
          .setQueueConfiguration(
              name, new DefaultQueueConfiguration(CAPACITIES[queue], PERSISTENT[queue]));
      return sessions.get(session).getQueue(name);
    }
  }
}
