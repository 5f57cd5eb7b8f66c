package com.example;

import java.io.ObjectInputStream;
import java.io.Serializable;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Like the classes that attackers send: reading it runs code. Of no package that a node expects.
 */
public class Gadget implements Serializable {

  private static final long serialVersionUID = 1L;

  /** How often such an object was made out of received bytes in this JVM. */
  public static final AtomicInteger READ = new AtomicInteger();

  private void readObject(ObjectInputStream in) {
    READ.incrementAndGet();
  }
}
