package dev.herald.external.stream;

import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import javax.naming.Context;
import javax.naming.NamingEnumeration;
import javax.naming.NamingException;
import javax.naming.directory.Attribute;
import javax.naming.directory.DirContext;
import javax.naming.directory.InitialDirContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the addresses of a domain by its SRV records (RFC 6120, section 3.2.1; XEP-0368). */
final class ServerAddresses {

  private static final Logger log = LoggerFactory.getLogger(ServerAddresses.class);
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
    List<SrvRecord> records = new ArrayList<>(records("_xmpps-client._tcp." + domain, true));
    if (!directOnly) {
      records.addAll(records("_xmpp-client._tcp." + domain, false));
    }
    return SrvRecord.inOrder(records);
  }

  @SuppressWarnings("BanJNDI") // Records of DNS are texts: nothing is made of them but addresses.
  private static List<SrvRecord> records(String name, boolean directTls) {
    Properties environment = new Properties();
    environment.setProperty(Context.INITIAL_CONTEXT_FACTORY, "com.sun.jndi.dns.DnsContextFactory");
    environment.setProperty("com.sun.jndi.dns.timeout.initial", "2000");
    environment.setProperty("com.sun.jndi.dns.timeout.retries", "2");
    try {
      DirContext dns = new InitialDirContext(environment);
      try {
        Attribute found = dns.getAttributes(name, new String[] {"SRV"}).get("SRV");
        List<SrvRecord> records = new ArrayList<>();
        if (found != null) {
          NamingEnumeration<?> values = found.getAll();
          while (values.hasMore()) {
            records.add(SrvRecord.parse(String.valueOf(values.next()), directTls));
          }
        }
        return records;
      } finally {
        dns.close();
      }
    } catch (NamingException | IllegalArgumentException e) {
      // Without an answer from DNS that can be read, the domain is tried as it is.
      log.debug("No records {}", name, e);
      return List.of();
    }
  }
}
