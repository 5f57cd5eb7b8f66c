package org.muleignite.tests.container;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * A block of TCP ports that no other test on this machine uses, in this JVM or another, as long as
 * all of them take theirs from here. It is reserved by a lock on a file below the temporary
 * directory, which the operating system gives back when this JVM ends, or earlier by {@link
 * #close}.
 *
 * <p>The ports lie below the range from which Linux takes the ports of outgoing connections.
 * Thread-safe.
 */
public final class FreePorts implements AutoCloseable {

  /** Number of ports in a block. */
  public static final int SIZE = 20;

  private static final int FIRST_PORT = 20_000;
  private static final int BLOCKS = 600;

  private final int first;
  private final FileLock lock;

  private FreePorts(int first, FileLock lock) {
    this.first = first;
    this.lock = lock;
  }

  /**
   * Reserves a block in which every port is free now.
   *
   * @throws IllegalStateException when there is none
   */
  public static FreePorts reserve() throws IOException {
    Path locks = Path.of(System.getProperty("java.io.tmpdir"), "muleignite-test-ports");
    Files.createDirectories(locks);
    for (int block = 0; block < BLOCKS; block++) {
      int first = FIRST_PORT + block * SIZE;
      Optional<FileLock> lock = tryLock(locks.resolve(Integer.toString(first)));
      if (lock.isPresent() && allFree(first)) {
        return new FreePorts(first, lock.get());
      }
      if (lock.isPresent()) {
        lock.get().acquiredBy().close();
      }
    }
    throw new IllegalStateException("All " + BLOCKS + " blocks of test ports are in use");
  }

  /** One of the ports, from 0 to {@link #SIZE} - 1. */
  public int port(int index) {
    if (index < 0 || index >= SIZE) {
      throw new IllegalArgumentException(
          "A block has the ports 0 to " + (SIZE - 1) + ", not " + index);
    }
    return first + index;
  }

  @Override
  public void close() throws IOException {
    lock.acquiredBy().close();
  }

  private static Optional<FileLock> tryLock(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return Optional.of(lock);
      }
    } catch (OverlappingFileLockException e) {
      // This very JVM holds it: no different from another one holding it.
    }
    channel.close();
    return Optional.empty();
  }

  private static boolean allFree(int first) {
    for (int port = first; port < first + SIZE; port++) {
      try (ServerSocket socket = new ServerSocket()) {
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      } catch (IOException e) {
        return false;
      }
    }
    return true;
  }
}
