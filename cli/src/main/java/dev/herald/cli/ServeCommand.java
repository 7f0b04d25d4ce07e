package dev.herald.cli;

import dev.herald.netty.ListenerSettings;
import dev.herald.netty.NettyListeners;
import dev.herald.netty.TlsSettings;
import dev.herald.server.ServerSettings;
import dev.herald.server.XmppServer;
import dev.herald.server.pubsub.ClientRights;
import dev.herald.server.pubsub.store.MemoryNodeStore;
import dev.herald.server.sasl.AccountStore;
import dev.herald.server.sasl.MemoryAccountStore;
import dev.herald.server.sasl.SaslSettings;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The standalone server: {@code herald serve}. */
@Command(
    name = "serve",
    description = "Runs an XMPP server with a PubSub service at pubsub.DOMAIN, until it is ended.",
    defaultValueProvider = ConfigurationFile.class,
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class ServeCommand implements Runnable {

  @Spec @Nullable CommandSpec spec;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Java properties with any of these options, without the dashes.")
  @Nullable Path config;

  @Option(
      names = "--domain",
      paramLabel = "D",
      defaultValue = "localhost",
      description = "XMPP domain. Default: ${DEFAULT-VALUE}.")
  String domain = "localhost";

  @Option(
      names = "--bind",
      paramLabel = "ADDR",
      defaultValue = "127.0.0.1",
      description = "Address to listen on. Default: ${DEFAULT-VALUE}, this machine only.")
  String bind = "127.0.0.1";

  @Option(
      names = "--tcp-port",
      paramLabel = "N",
      description = "XMPP over TCP: STARTTLS, and direct TLS. Default: 5222; 0 for any.")
  int tcpPort = 5222;

  @Option(
      names = "--http-port",
      paramLabel = "N",
      description = "WebSocket at /xmpp-websocket, BOSH at /http-bind. Default: 5280; 0 for any.")
  int httpPort = 5280;

  @Option(
      names = "--component-port",
      paramLabel = "N",
      description = "For components (XEP-0114). Default: none.")
  @Nullable Integer componentPort;

  @Option(
      names = "--component",
      paramLabel = "DOMAIN:SECRET",
      split = ",",
      description = "A component that may connect; repeatable.")
  List<String> components = new ArrayList<>();

  @Option(
      names = "--tls-cert",
      paramLabel = "FILE",
      description = "Certificate chain in PEM, or PKCS#12 (.p12) with the key in it.")
  @Nullable Path tlsCert;

  @Option(names = "--tls-key", paramLabel = "FILE", description = "Private key in PEM (PKCS#8).")
  @Nullable Path tlsKey;

  @Option(
      names = "--tls-password",
      paramLabel = "PASSWORD",
      description = "Of the key or the PKCS#12 file. Better in --config than here.")
  @Nullable String tlsPassword;

  @Option(
      names = "--allow-plaintext",
      description = "Others than this machine may come without TLS.")
  boolean allowPlaintext;

  @Option(
      names = "--user",
      paramLabel = "NAME:PASSWORD",
      // For several in a file. A comma within a password divides nothing unless a name follows.
      split = ",(?=[^,:]+:)",
      description = "An account; repeatable. Better in --config than here.")
  List<String> users = new ArrayList<>();

  @Option(names = "--anonymous", description = "Anybody may log in, without an account.")
  boolean anonymous;

  @Option(names = "--registration", description = "Anybody may make an account (XEP-0077).")
  boolean registration;

  @Option(
      names = "--read-only",
      description = "Clients neither create nodes nor publish; components do.")
  boolean readOnly;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Where nodes are kept, over restarts too. Default: in memory.")
  @Nullable Path data;

  @Option(
      names = "--allowed-origin",
      paramLabel = "ORIGIN",
      split = ",",
      description = "Site whose pages may connect, as https://shop.example; * for all; repeatable.")
  Set<String> allowedOrigins = new LinkedHashSet<>();

  @Option(
      names = "--io-threads",
      paramLabel = "N",
      description = "Event loops. Default: as many as there are processors.")
  int ioThreads;

  @Mixin JwtOptions jwt = new JwtOptions();

  @Mixin LimitOptions limits = new LimitOptions();

  /** The store after whoever writes to it. */
  private static void close(XmppServer server, @Nullable H2Files files) {
    server.close();
    if (files != null) {
      files.close();
    }
  }

  @Override
  public void run() {
    ListenerSettings listeners = listenerSettings();
    H2Files files = data == null ? null : H2Files.open(data);
    AccountStore accounts = MemoryAccountStore.of(pairs("--user", users), limits.accounts);
    boolean hasAccounts = registration || !users.isEmpty();
    XmppServer server =
        new XmppServer(
            settings(),
            jwt.apply(
                hasAccounts
                    ? SaslSettings.of(domain).withScramAccounts(accounts)
                    : SaslSettings.of(domain)),
            registration ? Optional.of(accounts) : Optional.empty(),
            readOnly ? ClientRights.READ_ONLY : new ClientRights(true, List.of()),
            files == null ? new MemoryNodeStore() : files.store());
    NettyListeners open;
    try {
      open = NettyListeners.open(server, listeners);
    } catch (RuntimeException e) {
      close(server, files);
      throw e;
    }
    // SIGTERM waits for this thread: streams end in order, then the ports close.
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  close(server, files);
                  open.close();
                },
                "herald-stop"));
    tell(listeners, open);
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private ServerSettings settings() {
    return limits.apply(ServerSettings.of(domain).withAnonymous(anonymous));
  }

  private ListenerSettings listenerSettings() {
    if (tlsCert == null && tlsKey != null) {
      throw new IllegalArgumentException("--tls-key needs its --tls-cert");
    }
    return new ListenerSettings(
        address(),
        tcpPort,
        httpPort,
        componentPort,
        pairs("--component", components),
        tlsCert == null ? null : new TlsSettings(tlsCert, tlsKey, tlsPassword),
        allowPlaintext,
        allowedOrigins,
        ioThreads);
  }

  private InetAddress address() {
    try {
      return InetAddress.getByName(bind);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("--bind: '" + bind + "' is no address", e);
    }
  }

  /** NAME:VALUE each; an error never shows the value, which is a secret. */
  static Map<String, String> pairs(String option, List<String> texts) {
    Map<String, String> pairs = new LinkedHashMap<>();
    for (String text : texts) {
      int colon = text.indexOf(':');
      if (colon < 1 || colon == text.length() - 1) {
        throw new IllegalArgumentException(
            option
                + " is a name, a colon and a secret; the one that begins with '"
                + (colon < 1 ? "" : text.substring(0, colon))
                + "' is not");
      }
      pairs.put(text.substring(0, colon), text.substring(colon + 1));
    }
    return pairs;
  }

  private void tell(ListenerSettings listeners, NettyListeners open) {
    if (spec == null) {
      throw new IllegalStateException("This command is run by picocli");
    }
    PrintWriter out = spec.commandLine().getOut();
    String host = bind.contains(":") ? "[" + bind + "]" : bind;
    String http = listeners.tls() == null ? "http" : "https";
    String ws = listeners.tls() == null ? "ws" : "wss";
    open.tcpPort().ifPresent(port -> out.println("Listening: xmpp://" + host + ":" + port));
    open.httpPort()
        .ifPresent(
            port -> {
              out.println("Listening: " + ws + "://" + host + ":" + port + "/xmpp-websocket");
              out.println("Listening: " + http + "://" + host + ":" + port + "/http-bind");
            });
    open.componentPort()
        .ifPresent(port -> out.println("Listening: component://" + host + ":" + port));
    String nodes = data == null ? "memory" : "'" + data + "'";
    out.println("Domain " + domain + ", PubSub service pubsub." + domain + ", nodes in " + nodes);
    insecurities(listeners).forEach(line -> out.println("Insecure: " + line));
    out.flush();
  }

  private List<String> insecurities(ListenerSettings listeners) {
    List<String> lines = new ArrayList<>();
    if (listeners.tls() == null) {
      lines.add(
          listeners.bind().isLoopbackAddress()
              ? "no TLS; only this machine can connect"
              : "no TLS; whoever is on the way reads along, passwords and all, unless a proxy does"
                  + " TLS");
    } else if (allowPlaintext) {
      lines.add("TLS is offered, and may be left out (--allow-plaintext)");
    }
    if (anonymous) {
      lines.add("anybody may log in (--anonymous)");
    }
    if (registration) {
      lines.add("anybody may make an account (--registration)");
    }
    if (!readOnly) {
      lines.add("any login may create nodes; --read-only forbids it");
    }
    if (allowedOrigins.contains("*")) {
      lines.add("pages of any site may connect (--allowed-origin *)");
    }
    return lines;
  }
}
