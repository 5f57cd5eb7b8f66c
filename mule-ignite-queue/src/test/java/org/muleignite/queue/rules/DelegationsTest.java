package org.muleignite.queue.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who may own a queue, as each node sees it. */
class DelegationsTest {

  private final FakeCluster cluster = new FakeCluster();
  private final FakeNode home = cluster.join();
  private final FakeNode user = cluster.join();
  private final FakeNode other = cluster.join();
  private final QueueRef queue = new QueueRef("app/q", false);
  private final QueueSpec spec = new QueueSpec(queue, 0);
  private final Delegations atHome = new Delegations(home, home.id);
  private final Delegations atUser = new Delegations(user, user.id);
  private final Delegations atOther = new Delegations(other, other.id);

  @AfterEach
  void stop() {
    cluster.close();
  }

  private void offer(long number) {
    assertTrue(atHome.offer(queue, user.id, number));
    assertTrue(atUser.accept(queue, home.id, number));
  }

  private QueueRequest question() {
    QueueRequest question = atUser.question(spec, home.id);
    assertTrue(question.isOfDelegate());
    return question;
  }

  private void move(long number) {
    offer(number);
    QueueRequest question = question();
    assertTrue(atHome.admit(user.id, question));
    assertTrue(atOther.admit(user.id, question));
    assertTrue(atUser.admit(user.id, question));
  }

  @Test
  void theHomeOwnsTheQueueUntilItAdmitsTheOther() {
    offer(1);
    assertEquals(home.id, atHome.ownerOf(queue));
    QueueRequest question = question();
    assertTrue(atHome.admit(user.id, question));
    assertEquals(user.id, atHome.ownerOf(queue));
    assertTrue(atHome.admit(user.id, question), "asked again");
    assertEquals(home.id, atOther.ownerOf(queue));
    assertTrue(atOther.admit(user.id, question));
    assertEquals(user.id, atOther.ownerOf(queue));
  }

  @Test
  void anOfferThatIsWithdrawnIsNotAdmitted() {
    offer(1);
    QueueRequest question = question();
    atHome.withdraw(queue, user.id, 1);
    assertFalse(atHome.admit(user.id, question));
    assertEquals(home.id, atHome.ownerOf(queue));
    assertTrue(atHome.offer(queue, user.id, 2));
    assertFalse(atHome.admit(user.id, question), "that is another one");
  }

  @Test
  void whatTheHomeTakesBackIsNotAdmittedAgain() {
    move(1);
    QueueRequest question = question();
    assertTrue(atHome.end(queue, user.id, 1));
    assertEquals(home.id, atHome.ownerOf(queue));
    assertTrue(atHome.isKnown(queue), "the other does not know yet");
    assertFalse(atHome.admit(user.id, question));
    QueueRequest back = QueueRequest.held(spec);
    assertTrue(atHome.admit(home.id, back));
    assertTrue(atUser.admit(home.id, back));
    assertFalse(atHome.isKnown(queue));
    assertEquals(home.id, atUser.ownerOf(queue));
    assertFalse(atUser.admit(user.id, question), "its own question comes late");
    assertFalse(atHome.end(queue, user.id, 1));
  }

  @Test
  void oneOfferAtATime() {
    assertTrue(atHome.offer(queue, user.id, 1));
    assertFalse(atHome.offer(queue, other.id, 2));
    atHome.withdraw(queue, user.id, 1);
    assertTrue(atHome.offer(queue, other.id, 3));
  }

  @Test
  void itEndsWithThePrimaryCopy() {
    move(1);
    QueueRequest question = question();
    cluster.own(other);
    assertEquals(other.id, atHome.ownerOf(queue));
    assertEquals(other.id, atUser.ownerOf(queue));
    assertFalse(atHome.admit(user.id, question));
    assertFalse(atUser.question(spec, other.id).isOfDelegate());
    assertTrue(atUser.admit(other.id, QueueRequest.held(spec)));
    cluster.own(home);
    assertEquals(home.id, atUser.ownerOf(queue), "not by what was before");
  }

  @Test
  void itEndsWithTheCopyOfTheOther() {
    move(1);
    cluster.nodes.remove(user.id);
    assertEquals(home.id, atHome.ownerOf(queue));
    assertEquals(home.id, atOther.ownerOf(queue));
    atHome.departed(user.id);
    assertFalse(atHome.isKnown(queue));
    cluster.nodes.put(user.id, user);
  }

  @Test
  void whoDoesNotKnowIsTold() {
    move(1);
    Delegations late = new Delegations(other, other.id);
    QueueReply moved = atHome.moved(queue);
    assertTrue(moved.isRedirect());
    late.learn(queue, home.id, moved);
    assertEquals(user.id, late.ownerOf(queue));
    late.learn(queue, user.id, atOther.moved(queue));
    assertEquals(home.id, late.ownerOf(queue), "nobody who says no is asked again");
    assertFalse(atUser.moved(queue).isRedirect());
    atUser.learn(queue, user.id, QueueReply.MOVED);
    assertEquals(user.id, atUser.ownerOf(queue), "what it is itself it need not be told");
  }
}
