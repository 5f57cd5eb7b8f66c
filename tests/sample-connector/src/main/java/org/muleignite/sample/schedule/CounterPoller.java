package org.muleignite.sample.schedule;

import java.io.Serializable;
import org.mule.runtime.extension.api.annotation.Alias;
import org.mule.runtime.extension.api.annotation.param.Optional;
import org.mule.runtime.extension.api.annotation.param.Parameter;
import org.mule.runtime.extension.api.runtime.operation.Result;
import org.mule.runtime.extension.api.runtime.source.PollContext;
import org.mule.runtime.extension.api.runtime.source.PollingSource;
import org.mule.runtime.extension.api.runtime.source.SourceCallbackContext;

/**
 * Counts on from poll to poll. Its position is the watermark that the SDK keeps in a persistent
 * store, so another node that takes over continues the numbers: none is missing, none comes twice.
 */
@Alias("counter-poller")
public class CounterPoller extends PollingSource<Long, Void> {

  /** How long it takes to read an item, in milliseconds; as from a slow server. */
  @Parameter
  @Optional(defaultValue = "0")
  private long readMillis;

  @Override
  protected void doStart() {}

  @Override
  protected void doStop() {}

  @Override
  public void poll(PollContext<Long, Void> context) {
    Serializable watermark = context.getWatermark().orElse(0L);
    Long next = (Long) watermark + 1;
    context.accept(
        item -> {
          read();
          item.setResult(Result.<Long, Void>builder().output(next).build())
              .setId("number-" + next)
              .setWatermark(next);
        });
  }

  private void read() {
    try {
      Thread.sleep(readMillis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void onRejectedItem(Result<Long, Void> result, SourceCallbackContext context) {}
}
