package dev.herald.external.stream;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Hashtable;
import java.util.List;
import javax.naming.Context;
import javax.naming.NameNotFoundException;
import javax.naming.NamingEnumeration;
import javax.naming.NamingException;
import javax.naming.directory.Attribute;
import javax.naming.directory.DirContext;
import javax.naming.directory.InitialDirContext;

/** Finds the addresses of a domain by its SRV records (RFC 6120, section 3.2.1; XEP-0368). */
final class ServerAddresses {

  private static final int CLIENTS = 5222;
  private static final int DIRECT_TLS = 5223;
  private static final int COMPONENTS = 5347;

  private ServerAddresses() {}

  /** In the order in which to try them: what is set, else what DNS has, else the domain itself. */
  static List<ServerAddress> of(StreamSettings settings) {
    boolean direct = settings.tls() == TlsMode.DIRECT;
    int usual = settings.isComponent() ? COMPONENTS : direct ? DIRECT_TLS : CLIENTS;
    int port = settings.port() == null ? usual : settings.port();
    if (settings.host() != null) {
      return List.of(new ServerAddress(settings.host(), port, direct));
    }
    List<ServerAddress> found =
        settings.isComponent() || settings.port() != null
            ? List.of()
            : inDns(settings.domain(), direct);
    return found.isEmpty() ? List.of(new ServerAddress(settings.domain(), port, direct)) : found;
  }

  private static List<ServerAddress> inDns(String domain, boolean directOnly) {
    List<Record> records = new ArrayList<>(records("_xmpps-client._tcp." + domain, true));
    if (!directOnly) {
      records.addAll(records("_xmpp-client._tcp." + domain, false));
    }
    // By weight only roughly: one process has one connection, so that nothing is to be balanced.
    return records.stream()
        .sorted(
            Comparator.comparingInt(Record::priority)
                .thenComparing(Comparator.comparingInt(Record::weight).reversed()))
        .map(Record::address)
        .toList();
  }

  private record Record(int priority, int weight, ServerAddress address) {}

  @SuppressWarnings("BanJNDI") // Records of DNS are texts: nothing is made of them but addresses.
  private static List<Record> records(String name, boolean directTls) {
    Hashtable<String, String> environment = new Hashtable<>();
    environment.put(Context.INITIAL_CONTEXT_FACTORY, "com.sun.jndi.dns.DnsContextFactory");
    environment.put("com.sun.jndi.dns.timeout.initial", "2000");
    environment.put("com.sun.jndi.dns.timeout.retries", "2");
    try {
      DirContext dns = new InitialDirContext(environment);
      try {
        Attribute found = dns.getAttributes(name, new String[] {"SRV"}).get("SRV");
        List<Record> records = new ArrayList<>();
        if (found != null) {
          NamingEnumeration<?> values = found.getAll();
          while (values.hasMore()) {
            Record record = parse(String.valueOf(values.next()), directTls);
            // A host "." says that there is no such service.
            if (!record.address().host().isEmpty()) {
              records.add(record);
            }
          }
        }
        return records;
      } finally {
        dns.close();
      }
    } catch (NameNotFoundException e) {
      return List.of();
    } catch (NamingException e) {
      // Without an answer from DNS the domain is tried as it is.
      return List.of();
    }
  }

  /** A record as {@code priority weight port host.}. */
  static Record parse(String text, boolean directTls) {
    String[] parts = text.trim().split(" +");
    String host = parts[3].endsWith(".") ? parts[3].substring(0, parts[3].length() - 1) : parts[3];
    return new Record(
        Integer.parseInt(parts[0]),
        Integer.parseInt(parts[1]),
        new ServerAddress(host, Integer.parseInt(parts[2]), directTls));
  }
}
