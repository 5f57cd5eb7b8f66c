package org.muleignite.tests.benchmark.member;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.muleignite.tests.benchmark.fleet.Seat;
import org.muleignite.tests.benchmark.lock.LockCommands;
import org.muleignite.tests.benchmark.membership.MembershipCommands;
import org.muleignite.tests.benchmark.queue.QueueCommands;
import org.muleignite.tests.benchmark.store.StoreCommands;

/**
 * The JVM of one member: starts a node, then does what the lines on standard input say, one after
 * the other, until they end. Every line is answered by one.
 */
public final class Member {

  /** How the answer to a command that failed begins. */
  public static final String FAILED = "! ";

  private final Map<String, Command> commands = new HashMap<>();

  private Member(Node node) {
    commands.put("members", arguments -> Integer.toString(node.members()));
    commands.put("settled", arguments -> Boolean.toString(node.isSettled()));
    add("membership", new MembershipCommands(node).commands());
    add("queue", new QueueCommands(node.queues()).commands());
    add("store", new StoreCommands(node.stores(), node.locks()).commands());
    add("lock", new LockCommands(node.locks()).commands());
  }

  private void add(String service, Map<String, Command> own) {
    own.forEach((verb, command) -> commands.put(service + '.' + verb, command));
  }

  public static void main(String[] arguments) throws IOException {
    PrintStream answers = System.out;
    // Whatever a library prints must not be taken for an answer.
    System.setOut(System.err);
    try (Node node = Node.start(Seat.of(arguments))) {
      answers.println("ready");
      new Member(node).serve(answers);
    }
    // Pools of either side may leave threads behind.
    System.exit(0);
  }

  private void serve(PrintStream answers) throws IOException {
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      answers.println(answer(line));
    }
  }

  private String answer(String line) {
    List<String> words = Arrays.asList(line.split(" "));
    try {
      return run(words.get(0), words.subList(1, words.size()));
    } catch (Exception e) {
      e.printStackTrace();
      return FAILED + line + ": " + e.toString().replace('\n', ' ');
    }
  }

  private String run(String verb, List<String> arguments) throws Exception {
    Command command = commands.get(verb);
    if (command == null) {
      throw new IllegalArgumentException("No such command");
    }
    return command.run(arguments);
  }
}
