package org.muleignite.cluster.config;

import static java.util.stream.Collectors.toList;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.muleignite.cluster.api.ClusterException;

/**
 * The addresses of this machine, among which {@code localHost} may choose by a pattern or a list,
 * so that all nodes can share one file. Immutable; making it and looking up names block on the
 * system.
 */
final class LocalAddresses {

  private final List<InetAddress> addresses;

  LocalAddresses(List<InetAddress> addresses) {
    this.addresses = addresses;
  }

  /** Those of the interfaces that are up; the ones that other machines reach come first. */
  static LocalAddresses ofThisMachine() {
    try {
      return new LocalAddresses(
          Collections.list(NetworkInterface.getNetworkInterfaces()).stream()
              .flatMap(face -> Collections.list(face.getInetAddresses()).stream())
              .sorted(
                  Comparator.comparing(InetAddress::isLoopbackAddress)
                      .thenComparing(InetAddress::isLinkLocalAddress)
                      .thenComparing(address -> address.getAddress().length))
              .collect(toList()));
    } catch (SocketException e) {
      throw new ClusterException(
          "The network interfaces of this machine cannot be listed: set 'localHost' to an address.",
          e);
    }
  }

  static boolean isChoice(String localHost) {
    return localHost.contains("*") || localHost.contains(",");
  }

  /**
   * The first address that matches the first part that any matches.
   *
   * @param localHost addresses, names or patterns with {@code *}, with commas between them
   * @throws ClusterException when this machine has no such address
   */
  String choose(String localHost) {
    return Stream.of(localHost.split(","))
        .map(String::trim)
        .filter(part -> !part.isEmpty())
        .flatMap(part -> addresses.stream().filter(matching(part)))
        .map(InetAddress::getHostAddress)
        .findFirst()
        .orElseThrow(
            () ->
                new ClusterException(
                    "mule-ignite setting 'localHost' is "
                        + localHost
                        + ", but this machine has the addresses "
                        + addresses.stream().map(InetAddress::getHostAddress).collect(toList())
                        + ": set it to one that the other nodes reach."));
  }

  private static Predicate<InetAddress> matching(String part) {
    if (part.contains("*")) {
      Pattern pattern = Pattern.compile(("\\Q" + part + "\\E").replace("*", "\\E.*\\Q"));
      return address -> pattern.matcher(address.getHostAddress()).matches();
    }
    try {
      List<InetAddress> named = Arrays.asList(InetAddress.getAllByName(part));
      return named::contains;
    } catch (UnknownHostException e) {
      // The name of another node that does not run or is known elsewhere only: not this machine.
      return address -> false;
    }
  }
}
