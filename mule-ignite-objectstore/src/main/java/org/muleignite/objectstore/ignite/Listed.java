package org.muleignite.objectstore.ignite;

import java.io.Serializable;

/** One entry of a listing on its way between nodes: the cache key's text and the entry's header. */
final class Listed implements Serializable {

  private static final long serialVersionUID = 1L;

  private final String cacheKey;
  private final byte[] header;

  Listed(String cacheKey, byte[] header) {
    this.cacheKey = cacheKey;
    this.header = header;
  }

  String cacheKey() {
    return cacheKey;
  }

  byte[] header() {
    return header;
  }
}
