package org.muleignite.tests.runtime;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** A TCP port that a process listens on, as Linux tells it. */
record ListeningSocket(InetAddress address, int port) {

  private static final String LISTENING = "0A";
  private static final int STATE = 3;
  private static final int INODE = 9;

  static List<ListeningSocket> of(long pid) throws IOException {
    Set<String> own = sockets(pid);
    List<ListeningSocket> found = new ArrayList<>();
    for (String table : List.of("tcp", "tcp6")) {
      Path file = Path.of("/proc", String.valueOf(pid), "net", table);
      for (String line : Files.readAllLines(file)) {
        String[] columns = line.trim().split("\\s+");
        if (columns[STATE].equals(LISTENING) && own.contains("socket:[" + columns[INODE] + "]")) {
          found.add(parse(columns[1]));
        }
      }
    }
    return found;
  }

  private static Set<String> sockets(long pid) throws IOException {
    Set<String> names = new HashSet<>();
    try (Stream<Path> files = Files.list(Path.of("/proc", String.valueOf(pid), "fd"))) {
      for (Path file : files.toList()) {
        try {
          names.add(Files.readSymbolicLink(file).toString());
        } catch (NoSuchFileException e) {
          // Closed since it was listed.
        }
      }
    }
    return names;
  }

  /** Words of the address in the byte order of the machine, then the port, both in hexadecimal. */
  private static ListeningSocket parse(String text) throws IOException {
    int colon = text.indexOf(':');
    byte[] littleEndian = HexFormat.of().parseHex(text.substring(0, colon));
    byte[] address = new byte[littleEndian.length];
    for (int i = 0; i < address.length; i++) {
      int word = i / Integer.BYTES * Integer.BYTES;
      address[i] = littleEndian[word + Integer.BYTES - 1 - i % Integer.BYTES];
    }
    int port = Integer.parseInt(text.substring(colon + 1), 16);
    return new ListeningSocket(InetAddress.getByAddress(address), port);
  }
}
