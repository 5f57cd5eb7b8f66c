package org.muleignite.sample;

import java.util.HashSet;
import java.util.Set;
import org.mule.runtime.extension.api.annotation.error.ErrorTypeProvider;
import org.mule.runtime.extension.api.error.ErrorTypeDefinition;

/** Declares every {@link SampleError} for an operation: one list for all keeps the sample small. */
public final class SampleErrorTypes implements ErrorTypeProvider {

  @Override
  @SuppressWarnings("rawtypes") // the SDK's signature
  public Set<ErrorTypeDefinition> getErrorTypes() {
    Set<ErrorTypeDefinition> types = new HashSet<>();
    for (SampleError error : SampleError.values()) {
      types.add(error);
    }
    return types;
  }
}
