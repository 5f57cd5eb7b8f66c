package org.muleignite.queue.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What becomes of a queue that has moved when nodes come and go. */
class MovedQueueTest extends MovableQueue {

  @Test
  void theHomeMayDie() throws Exception {
    items.put(home, "one", "two", "three");
    move(user);
    Claim claim = user.engine.claim(spec, 0);
    cluster.kill(home, other);
    assertEquals("two", items.take(user));
    assertTrue(user.engine.remove(spec, claim));
    items.put(user, "four");
    assertEquals("three", items.take(other));
    assertEquals("four", items.take(other));
  }

  /** Its index knows nothing of what the dead home may have left on some copies only. */
  @Test
  void theDelegateBuildsItsIndexAnewWhenItInheritsTheHome() throws Exception {
    items.put(home, "one", "two");
    move(user);
    cluster.fence = new CompletableFuture<>();
    cluster.kill(home, user);
    assertNull(user.engine.claim(spec, 1), "the home may still act");
    cluster.fence.complete(null);
    assertEquals("one", items.take(user));
    assertEquals("two", items.take(other));
  }

  @Test
  void theUserMayDie() throws Exception {
    items.put(home, "one", "two", "three");
    move(user);
    UnitOfWork work = user.engine.begin();
    work.take(spec, user.engine.claim(spec, 0));
    cluster.kill(user, home);
    assertEquals("one", items.take(home));
    assertEquals("two", items.take(other));
    items.put(other, "four");
    assertEquals("three", items.take(home));
    assertEquals("four", items.take(home));
  }

  @Test
  void anotherNodeMayGetThePrimaryCopy() throws Exception {
    items.put(home, "one", "two", "three");
    move(user);
    Claim claim = user.engine.claim(spec, 0);
    cluster.own(other);
    assertEquals("two", items.take(home));
    user.engine.release(spec, claim);
    assertEquals("one", items.take(user));
    assertEquals("three", items.take(other));
    cluster.own(home);
    items.put(user, "four");
    assertEquals("four", items.take(home));
  }

  @Test
  void theUserMayGetThePrimaryCopy() throws Exception {
    items.put(home, "one", "two");
    move(user);
    Claim claim = other.engine.claim(spec, 0);
    cluster.own(user);
    assertEquals("two", items.take(user));
    other.engine.release(spec, claim);
    assertEquals("one", items.take(home));
  }

  /** Nobody admits it as the owner by what it was offered before. */
  @Test
  void theUserMayGetThePrimaryCopyWhileItAsksTheOthers() throws Exception {
    items.put(home, "one");
    CompletableFuture<Void> arrival = new CompletableFuture<>();
    int asked = other.asked.get();
    other.fate = handler -> arrival.thenCompose(arrived -> handler.get());
    Future<?> using =
        threads.submit(
            () -> {
              use(user);
              use(user);
            });
    other.awaitAsked(asked + 1);
    cluster.own(user);
    arrival.complete(null);
    // Sooner than a question is asked anew.
    using.get(4, TimeUnit.SECONDS);
    assertEquals("one", items.take(home));
    items.put(other, "two");
    assertEquals("two", items.take(user));
  }

  @Test
  void whoJoinsFindsIt() throws Exception {
    items.put(home, "one");
    move(user);
    FakeNode late = cluster.join();
    assertEquals("one", items.take(late));
    int asked = home.asked.get();
    items.put(late, "two");
    assertEquals(asked, home.asked.get(), "it has learned who owns the queue");
    assertEquals("two", items.take(user));
  }

  @Test
  void disposedElsewhereItIsNewEverywhere() throws Exception {
    items.put(home, "one");
    move(user);
    other.engine.dispose(spec);
    items.put(home, "two");
    assertEquals("two", items.take(user));
    user.engine.dispose(spec);
    // Asks for the queue back although there is none.
    move(other);
    items.put(user, "three");
    assertEquals("three", items.take(home));
    assertEquals(0, user.engine.size(spec));
  }
}
