package org.muleignite.cluster.lock;

import java.util.BitSet;

/** A message between two nodes about locks. Fields that a kind does not use stay at rest. */
final class LockMessage {

  /** The code of each kind on the wire is its ordinal; append only. */
  enum Kind {
    /** Anybody to anybody: the sender serves locks; answered by nothing when the other does. */
    GREET,
    /** Asker to owner; answered by a {@link LockAnswer}. */
    ACQUIRE,
    /** Asker to owner: takes a request back. */
    CANCEL,
    /** Holder to owner: gives a grant back. */
    RELEASE,
    /** New owner to member; answered by a {@link Report}. */
    REPORT,
    /** Owner to holder: does it still hold its grant? Answered by one byte. */
    HOLDS,
    /** Owner to holder: its grant is void. */
    REVOKE,
    /** Operator's node to owner; answered by one byte. */
    FORCE,
    /** Operator's node to member; answered by {@link LockLine lines}. */
    LIST
  }

  final Kind kind;

  String id = "";

  /** Number of the request that is asked, cancelled, released or revoked. */
  long request;

  /** Of ACQUIRE: whether to wait while others hold the id. */
  boolean patient;

  /** Of ACQUIRE: version of the asker's view. Of REPORT: epoch of the tenure. */
  long version;

  /** Of REPORT: numbers up to this one may have been used. */
  long fencing;

  /** Of REPORT. */
  BitSet partitions = new BitSet();

  LockMessage(Kind kind) {
    this.kind = kind;
  }

  static LockMessage about(Kind kind, String id, long request) {
    LockMessage message = new LockMessage(kind);
    message.id = id;
    message.request = request;
    return message;
  }
}
