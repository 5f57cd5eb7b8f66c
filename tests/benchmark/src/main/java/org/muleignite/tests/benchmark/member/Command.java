package org.muleignite.tests.benchmark.member;

import java.util.List;

/** One thing that a member can be told to do. */
@FunctionalInterface
public interface Command {

  /** Does it and returns the answer, one line. */
  String run(List<String> arguments) throws Exception;
}
