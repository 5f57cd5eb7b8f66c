package org.muleignite.objectstore.rules;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.muleignite.cluster.api.ClusterException;
import org.muleignite.cluster.api.Membership;
import org.muleignite.cluster.api.NodeGoneException;
import org.muleignite.cluster.api.NodeMessenger;

/**
 * Who uses which partition, kept where the truth is: each node knows what its artifacts have open,
 * and is asked. Nothing is stored, so a crash leaves no stale use behind and opening a partition
 * costs nothing.
 *
 * <p>Of an artifact only the latest deployment on a node counts, and only until it is garbage
 * collected: Mule closes no partition when it undeploys an artifact.
 *
 * <p>Thread-safe. Asking blocks for one round trip, at most for {@value #ANSWER_SECONDS} s.
 */
public final class ClusterUsage {

  private static final int ANSWER_SECONDS = 10;

  private final String service;
  private final Map<String, WeakReference<OpenPartitions>> artifacts = new ConcurrentHashMap<>();

  /**
   * @param service name of the messages between the nodes, one for each kind of store
   */
  public ClusterUsage(String service) {
    this.service = service;
  }

  /** From now on the artifact's use of partitions on this node is what this object says. */
  public void register(String scope, OpenPartitions partitions) {
    artifacts.values().removeIf(reference -> reference.get() == null);
    artifacts.put(scope, new WeakReference<>(partitions));
  }

  /** Answers the other nodes from now on, and lets this node ask them. */
  public UsagePort connect(NodeMessenger messenger, Membership membership) {
    messenger.serve(
        service,
        (sender, question) ->
            CompletableFuture.completedFuture(Names.toBytes(answer(Names.fromBytes(question)))));
    return new Asking(messenger, membership);
  }

  /**
   * @param question a scope, and the name of a partition when only that one is asked for
   * @return those of the partitions asked for that are open here
   */
  private Set<String> answer(List<String> question) {
    WeakReference<OpenPartitions> reference = artifacts.get(question.get(0));
    OpenPartitions partitions = reference == null ? null : reference.get();
    if (partitions == null) {
      return Collections.emptySet();
    }
    if (question.size() == 1) {
      return partitions.names();
    }
    String name = question.get(1);
    return partitions.isOpen(name) ? Collections.singleton(name) : Collections.emptySet();
  }

  private final class Asking implements UsagePort {

    private final NodeMessenger messenger;
    private final Membership membership;

    Asking(NodeMessenger messenger, Membership membership) {
      this.messenger = messenger;
      this.membership = membership;
    }

    @Override
    public boolean isOpenAnywhere(PartitionId partition) {
      return !ask(partition.scope(), partition.name()).isEmpty();
    }

    @Override
    public Set<String> openAnywhere(String scope) {
      return ask(scope);
    }

    private Set<String> ask(String... question) {
      byte[] message = Names.toBytes(Arrays.asList(question));
      List<CompletableFuture<byte[]>> answers = new ArrayList<>();
      for (UUID node : membership.members()) {
        answers.add(messenger.request(node, service, message));
      }
      Set<String> open = new LinkedHashSet<>();
      for (CompletableFuture<byte[]> answer : answers) {
        open.addAll(await(answer));
      }
      return open;
    }

    private List<String> await(CompletableFuture<byte[]> answer) {
      try {
        return Names.fromBytes(answer.get(ANSWER_SECONDS, TimeUnit.SECONDS));
      } catch (ExecutionException e) {
        if (e.getCause() instanceof NodeGoneException) {
          // What a node that left had open is open no longer.
          return Collections.emptyList();
        }
        throw unanswered(e.getCause());
      } catch (TimeoutException e) {
        throw unanswered(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw unanswered(e);
      }
    }

    private ClusterException unanswered(Throwable cause) {
      return new ClusterException(
          "A member did not say within "
              + ANSWER_SECONDS
              + " s which object stores it uses; nothing was changed, try again.",
          cause);
    }
  }
}
