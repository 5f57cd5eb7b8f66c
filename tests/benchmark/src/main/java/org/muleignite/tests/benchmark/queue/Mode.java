package org.muleignite.tests.benchmark.queue;

/** In what each single put and each single take happens. */
public enum Mode {
  /** Outside of any transaction. */
  PLAIN,
  /** Ours: begin, put or take, commit. */
  TRANSACTION,
  /** Hazelcast's: the commit is not recorded on another member first. */
  ONE_PHASE,
  /** Hazelcast's: the commit is recorded on another member first. */
  TWO_PHASE
}
