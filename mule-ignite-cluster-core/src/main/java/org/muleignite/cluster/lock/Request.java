package org.muleignite.cluster.lock;

import java.util.UUID;

/** One question of this node to the owner of an id. Immutable. */
final class Request {

  final long number;
  final UUID owner;
  final boolean patient;

  Request(long number, UUID owner, boolean patient) {
    this.number = number;
    this.owner = owner;
    this.patient = patient;
  }
}
