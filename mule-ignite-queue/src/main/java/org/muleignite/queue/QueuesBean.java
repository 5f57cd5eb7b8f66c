package org.muleignite.queue;

import static java.util.stream.Collectors.toList;

import java.util.List;
import java.util.function.Supplier;
import org.muleignite.queue.rules.QueueDepths;
import org.muleignite.queue.rules.SetAside;
import org.muleignite.queue.rules.SetAsideItem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@link QueueDepths} and {@link SetAside} over JMX. Immutable. */
final class QueuesBean implements QueuesMXBean {

  private static final Logger LOGGER = LoggerFactory.getLogger(QueuesBean.class);

  private final Supplier<QueueDepths> depths;
  private final Supplier<SetAside> items;

  QueuesBean(Supplier<QueueDepths> depths, Supplier<SetAside> items) {
    this.depths = depths;
    this.items = items;
  }

  @Override
  public List<String> list(int limit) throws InterruptedException {
    return depths.get().list(limit).lines();
  }

  @Override
  public long getSetAsideCount() {
    return items.get().count();
  }

  @Override
  public List<String> listSetAside(int limit) {
    return items.get().list(limit).stream().map(SetAsideItem::toString).collect(toList());
  }

  @Override
  public boolean giveBack(String id) throws InterruptedException {
    LOGGER.warn("Set aside item {} is given back to its queue, on an operator's word.", id);
    return items.get().giveBack(id);
  }

  @Override
  public boolean remove(String id) throws InterruptedException {
    LOGGER.warn("Set aside item {} is removed, on an operator's word.", id);
    return items.get().remove(id);
  }
}
