package org.muleignite.objectstore.ignite;

import org.apache.ignite.Ignite;
import org.apache.ignite.lang.IgniteCallable;
import org.apache.ignite.resources.IgniteInstanceResource;

/**
 * Asks the primary of one partition of a cache. The engine keeps the partition there while this
 * runs.
 */
final class AskPrimary implements IgniteCallable<Listing> {

  private static final long serialVersionUID = 1L;

  private final String cache;
  private final int cachePartition;
  private final Question question;

  @IgniteInstanceResource private transient Ignite ignite;

  AskPrimary(String cache, int cachePartition, Question question) {
    this.cache = cache;
    this.cachePartition = cachePartition;
    this.question = question;
  }

  @Override
  public Listing call() {
    return question.answer(LocalIndexes.of(ignite, cache).of(cachePartition));
  }
}
