package dev.herald.external.stream;

import java.util.Comparator;
import java.util.List;

/** A record of DNS that says where a service is (RFC 2782). */
record SrvRecord(int priority, int weight, ServerAddress address) {

  /** By weight only roughly: one process has one connection, so that nothing is to be balanced. */
  private static final Comparator<SrvRecord> ORDER =
      Comparator.comparingInt(SrvRecord::priority)
          .thenComparing(Comparator.comparingInt(SrvRecord::weight).reversed());

  /** Reads one as {@code priority weight port host.}. */
  static SrvRecord parse(String text, boolean directTls) {
    String[] parts = text.trim().split(" +", 4);
    if (parts.length < 4) {
      throw new IllegalArgumentException("'" + text + "' is no SRV record");
    }
    String host = parts[3].endsWith(".") ? parts[3].substring(0, parts[3].length() - 1) : parts[3];
    return new SrvRecord(
        Integer.parseInt(parts[0]),
        Integer.parseInt(parts[1]),
        new ServerAddress(host, Integer.parseInt(parts[2]), directTls));
  }

  /** The addresses in the order in which to try them. */
  static List<ServerAddress> inOrder(List<SrvRecord> records) {
    return records.stream()
        // The host "." says that there is no such service.
        .filter(record -> !record.address().host().isEmpty())
        .sorted(ORDER)
        .map(SrvRecord::address)
        .toList();
  }
}
