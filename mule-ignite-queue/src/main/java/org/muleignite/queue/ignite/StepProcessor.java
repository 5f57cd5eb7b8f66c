package org.muleignite.queue.ignite;

import java.util.EnumMap;
import java.util.Map;
import javax.cache.processor.MutableEntry;
import org.apache.ignite.cache.CacheEntryProcessor;
import org.apache.ignite.cache.affinity.AffinityKey;
import org.muleignite.queue.rules.Change;
import org.muleignite.queue.rules.QueueHeader;

/**
 * One step of a change, done where the entry lives. Answers null when it was possible, and changes
 * nothing otherwise. Immutable; may run more than once.
 */
final class StepProcessor implements CacheEntryProcessor<AffinityKey<String>, byte[], Boolean> {

  private static final long serialVersionUID = 1L;

  private static final Map<Change.Kind, StepProcessor> WITHOUT_VALUE =
      new EnumMap<>(Change.Kind.class);

  static {
    for (Change.Kind kind : Change.Kind.values()) {
      WITHOUT_VALUE.put(kind, new StepProcessor(kind, null));
    }
  }

  private final Change.Kind kind;
  private final byte[] value;

  private StepProcessor(Change.Kind kind, byte[] value) {
    this.kind = kind;
    this.value = value;
  }

  static StepProcessor of(Change.Step step) {
    return step.value() == null
        ? WITHOUT_VALUE.get(step.kind())
        : new StepProcessor(step.kind(), step.value());
  }

  @Override
  public Boolean process(MutableEntry<AffinityKey<String>, byte[]> entry, Object... arguments) {
    boolean exists = entry.exists();
    switch (kind) {
      case RECORD:
        if (exists) {
          entry.setValue(QueueHeader.withReceipts(entry.getValue(), value));
        }
        return null;
      case PUT:
        entry.setValue(value);
        return null;
      case DROP:
        // Sent to the backups also when there is nothing to remove here.
        entry.remove();
        return null;
      case ALIGN:
        if (exists) {
          entry.setValue(entry.getValue());
        } else {
          entry.remove();
        }
        return null;
      case PUT_NEW:
        if (!exists) {
          entry.setValue(value);
        }
        return exists ? Boolean.FALSE : null;
      case REMOVE:
        if (exists) {
          entry.remove();
        }
        return exists ? null : Boolean.FALSE;
      default:
        throw new IllegalArgumentException(kind + " is never done by itself.");
    }
  }
}
