package org.muleignite.sample;

import org.mule.runtime.extension.api.error.ErrorTypeDefinition;

/** The errors a flow can catch as {@code SAMPLE:<name>}. */
public enum SampleError implements ErrorTypeDefinition<SampleError> {
  EMPTY_QUEUE,
  QUEUE_TIMEOUT,
  KEY_ALREADY_EXISTS,
  KEY_NOT_FOUND,
  STORE_NOT_AVAILABLE,
  LOCK_TIMEOUT,
  INVALID_JSON,
  INVOCATION
}
