package org.muleignite.objectstore.ignite;

import java.io.Serializable;
import org.muleignite.objectstore.rules.PartitionIndex;

/** What is to be known of one Mule partition. Immutable. */
final class Question implements Serializable {

  private static final long serialVersionUID = 1L;

  private enum Kind {
    ALL,
    OLDEST,
    COUNT
  }

  private final Kind kind;
  private final String partition;
  private final long insertedBy;
  private final int limit;

  private Question(Kind kind, String partition, long insertedBy, int limit) {
    this.kind = kind;
    this.partition = partition;
    this.insertedBy = insertedBy;
    this.limit = limit;
  }

  /** All entries of the partition, which is {@code PartitionId.encoded()}. */
  static Question all(String partition) {
    return new Question(Kind.ALL, partition, 0, 0);
  }

  /** See {@code StorePort.oldest}. */
  static Question oldest(String partition, long insertedBy, int limit) {
    return new Question(Kind.OLDEST, partition, insertedBy, limit);
  }

  /** How many entries the partition has. */
  static Question count(String partition) {
    return new Question(Kind.COUNT, partition, 0, 0);
  }

  Listing answer(PartitionIndex index) {
    switch (kind) {
      case ALL:
        return Listing.of(index.all(partition));
      case OLDEST:
        return Listing.of(index.oldest(partition, insertedBy, limit));
      default:
        return Listing.ofCount(index.count(partition));
    }
  }
}
