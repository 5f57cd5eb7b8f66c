package org.muleignite.cluster.messaging;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.muleignite.cluster.api.Causes;
import org.muleignite.cluster.api.ClusterException;
import org.muleignite.cluster.api.ClusterUnavailableException;
import org.muleignite.cluster.api.NodeGoneException;
import org.muleignite.cluster.api.NodeMessenger;
import org.muleignite.cluster.api.RequestHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Matches answers to requests over a {@link Transport}. A request ends in exactly one way: the
 * answer, the failure of its handler, or the departure of the asked node, of which {@link
 * #nodeLeft} must be told. Thread-safe.
 */
public final class CorrelatingMessenger implements NodeMessenger {

  private static final Logger LOGGER = LoggerFactory.getLogger(CorrelatingMessenger.class);

  private static final class Pending {
    final UUID node;
    final String service;
    final CompletableFuture<byte[]> answer = new CompletableFuture<>();

    Pending(UUID node, String service) {
      this.node = node;
      this.service = service;
    }
  }

  private final PackingTransport transport;
  private final Greetings greetings;
  private final UUID localNode;
  private final Map<String, RequestHandler> handlers = new ConcurrentHashMap<>();
  private final Set<String> servedAtOnce = ConcurrentHashMap.newKeySet();
  private final Map<Long, Pending> pending = new ConcurrentHashMap<>();
  private final AtomicLong numbers = new AtomicLong();

  public CorrelatingMessenger(Transport transport) {
    this.transport = new PackingTransport(transport);
    this.greetings = new Greetings(this.transport);
    this.localNode = transport.localNode();
  }

  /** Begins to receive; what other nodes have sent since this one joined arrives now. */
  public void start() {
    transport.receive((sender, bytes, atOnce) -> receive(sender, bytes));
    greetings.greetAll();
  }

  @Override
  public UUID localNode() {
    return localNode;
  }

  @Override
  public void serve(String service, RequestHandler handler) {
    if (handlers.putIfAbsent(service, handler) != null) {
      throw new IllegalStateException("Service '" + service + "' has a handler already");
    }
  }

  @Override
  public void serveAtOnce(String service, RequestHandler handler) {
    servedAtOnce.add(service);
    serve(service, handler);
  }

  @Override
  public CompletableFuture<byte[]> request(UUID node, String service, byte[] payload) {
    if (node.equals(localNode)) {
      return handle(node, service, payload);
    }
    long number = numbers.incrementAndGet();
    Pending request = new Pending(node, service);
    pending.put(number, request);
    if (!send(node, new Frame(Frame.Kind.REQUEST, number, service, payload))) {
      pending.remove(number);
      request.answer.completeExceptionally(new NodeGoneException(node, service));
    }
    return request.answer;
  }

  @Override
  public void tell(UUID node, String service, byte[] payload) {
    if (node.equals(localNode)) {
      handle(node, service, payload)
          .whenComplete((answer, failure) -> logFailedNotice(service, failure));
    } else {
      send(node, new Frame(Frame.Kind.NOTICE, 0, service, payload));
    }
  }

  /** Fails what still waits for an answer of a node that left. */
  public void nodeLeft(UUID node) {
    greetings.left(node);
    transport.left(node);
    pending.forEach(
        (number, request) -> {
          if (request.node.equals(node) && pending.remove(number, request)) {
            request.answer.completeExceptionally(new NodeGoneException(node, request.service));
          }
        });
  }

  /** Fails everything that still waits: this node stops. */
  public void stop() {
    pending.forEach(
        (number, request) -> {
          if (pending.remove(number, request)) {
            request.answer.completeExceptionally(
                new ClusterUnavailableException(
                    "This node stopped before a '" + request.service + "' was answered."));
          }
        });
  }

  private boolean send(UUID node, Frame frame) {
    // A request is answered, and to send is not for the thread that reads the network.
    boolean atOnce = frame.kind != Frame.Kind.REQUEST && servedAtOnce.contains(frame.service);
    return greetings.send(node, frame.toBytes(), atOnce);
  }

  private void receive(UUID sender, byte[] bytes) {
    Frame frame = Frame.of(bytes);
    switch (frame.kind) {
      case REQUEST:
        handle(sender, frame.service, frame.payload)
            .whenComplete((answer, failure) -> reply(sender, frame, answer, failure));
        break;
      case NOTICE:
        handle(sender, frame.service, frame.payload)
            .whenComplete((answer, failure) -> logFailedNotice(frame.service, failure));
        break;
      case GREETING:
      case GREETING_ANSWER:
        greetings.greetedBy(sender, frame.kind);
        break;
      default:
        settle(frame);
    }
  }

  private void settle(Frame frame) {
    Pending request = pending.remove(frame.number);
    if (request == null) {
      LOGGER.debug("An answer of service '{}' came after its asker had given up.", frame.service);
    } else if (frame.kind == Frame.Kind.REPLY) {
      request.answer.complete(frame.payload);
    } else {
      String reason = new String(frame.payload, UTF_8);
      request.answer.completeExceptionally(
          frame.kind == Frame.Kind.UNAVAILABLE
              ? new ClusterUnavailableException(reason)
              : new ClusterException(reason));
    }
  }

  private void reply(UUID sender, Frame request, byte[] answer, Throwable failure) {
    Frame.Kind kind = Frame.Kind.REPLY;
    byte[] payload = answer;
    if (failure != null) {
      Throwable cause = Causes.unwrapped(failure);
      kind =
          cause instanceof ClusterUnavailableException
              ? Frame.Kind.UNAVAILABLE
              : Frame.Kind.FAILURE;
      payload = String.valueOf(cause.getMessage()).getBytes(UTF_8);
      LOGGER.debug("A '{}' request of node {} failed.", request.service, sender, cause);
    }
    send(sender, new Frame(kind, request.number, request.service, payload));
  }

  private CompletableFuture<byte[]> handle(UUID sender, String service, byte[] payload) {
    RequestHandler handler = handlers.get(service);
    CompletableFuture<byte[]> answer = new CompletableFuture<>();
    if (handler == null) {
      answer.completeExceptionally(
          new ClusterUnavailableException(
              "Node " + localNode + " does not serve '" + service + "' yet."));
      return answer;
    }
    try {
      return handler.handle(sender, payload);
    } catch (RuntimeException | Error e) {
      // An error too: the asker must not wait for ever.
      answer.completeExceptionally(e);
      return answer;
    }
  }

  private static void logFailedNotice(String service, Throwable failure) {
    if (failure != null) {
      LOGGER.warn("A '{}' notice could not be handled.", service, Causes.unwrapped(failure));
    }
  }
}
