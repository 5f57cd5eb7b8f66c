package org.muleignite.tests.benchmark.queue;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.muleignite.tests.benchmark.member.Command;
import org.muleignite.tests.benchmark.member.PlaceCommands;

/** What a member can be told to do with queues. */
public final class QueueCommands {

  private final Queues queues;

  public QueueCommands(Queues queues) {
    this.queues = queues;
  }

  public Map<String, Command> commands() {
    Map<String, Command> commands = new HashMap<>(new PlaceCommands(queues::ownerOf).commands());
    commands.putAll(
        Map.of(
            "size", words -> Integer.toString(queues.size(words.get(0))),
            "fill", this::fill,
            "throughput", this::throughput,
            "cycle", this::cycle,
            "send", this::send,
            "receive", this::receive));
    return commands;
  }

  /** Queue, number of items, bytes of each. */
  private String fill(List<String> words) throws Exception {
    Message message = new Message(Integer.parseInt(words.get(2)));
    queues.fill(words.get(0), message, Integer.parseInt(words.get(1)));
    return "done";
  }

  /** Mode, pairs of threads, milliseconds, queues. Answers items per second. */
  private String throughput(List<String> words) throws Exception {
    ThroughputLoad load = new ThroughputLoad(queues, Mode.valueOf(words.get(0)));
    List<String> names = words.subList(3, words.size());
    return Double.toString(load.run(names, Integer.parseInt(words.get(1)), millis(words.get(2))));
  }

  /** Queue, milliseconds, bytes: one thread puts and takes in turns. Answers pairs per second. */
  private String cycle(List<String> words) throws Exception {
    Channel channel = queues.channel(words.get(0), Mode.PLAIN);
    Message message = new Message(Integer.parseInt(words.get(2)));
    long start = System.nanoTime();
    long end = start + millis(words.get(1)).toNanos();
    long now = start;
    long pairs = 0;
    for (; now < end; now = System.nanoTime()) {
      channel.put(message);
      if (channel.poll(1_000) == null) {
        throw new IllegalStateException("An item is missing");
      }
      pairs++;
    }
    return Double.toString(pairs * 1e9 / (now - start));
  }

  /** Queue, milliseconds. */
  private String send(List<String> words) throws Exception {
    handOver(words).send(millis(words.get(1)));
    return "done";
  }

  /** Queue. Answers the median and the 99th percentile in µs. */
  private String receive(List<String> words) throws Exception {
    Histogram nanos = handOver(words).receive();
    return nanos.getValueAtPercentile(50) / 1e3 + " " + nanos.getValueAtPercentile(99) / 1e3;
  }

  private HandOverLoad handOver(List<String> words) {
    return new HandOverLoad(queues.channel(words.get(0), Mode.PLAIN));
  }

  private static Duration millis(String text) {
    return Duration.ofMillis(Long.parseLong(text));
  }
}
