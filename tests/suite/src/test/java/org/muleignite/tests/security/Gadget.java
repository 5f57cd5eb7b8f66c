package org.muleignite.tests.security;

import java.io.ObjectInputStream;
import java.io.Serializable;
import java.util.concurrent.atomic.AtomicInteger;

/** Runs code when it is read, like {@link com.example.Gadget}, but of a package that is allowed. */
public class Gadget implements Serializable {

  private static final long serialVersionUID = 1L;

  /** How often such an object was made out of received bytes in this JVM. */
  static final AtomicInteger READ = new AtomicInteger();

  private void readObject(ObjectInputStream in) {
    READ.incrementAndGet();
  }
}
