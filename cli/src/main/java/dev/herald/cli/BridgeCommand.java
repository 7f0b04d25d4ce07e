package dev.herald.cli;

import dev.herald.netty.Bridge;
import dev.herald.netty.BridgeSettings;
import dev.herald.netty.ListenerSettings;
import dev.herald.netty.ServerTls;
import dev.herald.netty.TlsSettings;
import dev.herald.server.bosh.BoshLimits;
import dev.herald.server.session.StreamLimits;
import dev.herald.xmpp.XmlLimits;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** WebSocket and BOSH for a server that has neither: {@code herald bridge}. */
@Command(
    name = "bridge",
    description =
        "Gives an XMPP server WebSocket (RFC 7395), BOSH (XEP-0124) and host-meta (XEP-0156), until"
            + " it is ended.",
    defaultValueProvider = ConfigurationFile.class,
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class BridgeCommand implements Runnable {

  private static final int TCP_PORT = 5222;
  private static final int DIRECT_TLS_PORT = 5223;

  @Spec @Nullable CommandSpec spec;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Java properties with any of these options, without the dashes.")
  @Nullable Path config;

  @Option(
      names = "--to",
      paramLabel = "HOST[:PORT]",
      required = true,
      description = "The server. Default port: 5222; 5223 for direct TLS.")
  String to = "";

  @Option(
      names = "--domain",
      paramLabel = "D",
      required = true,
      description = "Its XMPP domain, for which its certificate has to be.")
  String domain = "";

  @Option(
      names = "--service",
      paramLabel = "JID",
      description = "Its PubSub service, for herald.js. Default: pubsub.DOMAIN.")
  @Nullable String service;

  @Option(
      names = "--server-tls",
      paramLabel = "starttls|direct|none",
      description =
          "TLS towards the server. Default: starttls, required; none if HOST is this machine, to"
              + " which alone it may be none.")
  @Nullable String serverTls;

  @Option(
      names = "--trust",
      paramLabel = "FILE",
      description = "Certificates (PEM) to trust in the place of the system's: a private CA's.")
  @Nullable Path trust;

  @Option(
      names = "--http-host",
      paramLabel = "ADDR",
      defaultValue = "127.0.0.1",
      description = "Address to listen on. Default: ${DEFAULT-VALUE}, this machine only.")
  String httpHost = "127.0.0.1";

  @Option(
      names = "--http-port",
      paramLabel = "N",
      description = "WebSocket at /xmpp-websocket, BOSH at /http-bind. Default: 5280; 0 for any.")
  int httpPort = 5280;

  @Option(
      names = {"--certificate", "--tls-cert"},
      paramLabel = "FILE",
      description = "For https and wss: a chain in PEM, or PKCS#12 (.p12) with the key in it.")
  @Nullable Path certificate;

  @Option(
      names = {"--key", "--tls-key"},
      paramLabel = "FILE",
      description = "Private key in PEM (PKCS#8).")
  @Nullable Path key;

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
      names = {"--origin", "--allowed-origin"},
      paramLabel = "ORIGIN",
      split = ",",
      description = "Site whose pages may connect, as https://shop.example; * for all; repeatable.")
  Set<String> origins = new LinkedHashSet<>();

  @Option(
      names = "--io-threads",
      paramLabel = "N",
      description = "Event loops. Default: as many as there are processors.")
  int ioThreads;

  @Option(names = "--max-streams", defaultValue = "10000", description = "Streams at once.")
  int streams = StreamLimits.DEFAULT.sessions();

  @Option(
      names = "--max-streams-per-address",
      defaultValue = "1000",
      description = "Streams of one remote address; this machine's own are not counted.")
  int streamsPerAddress = StreamLimits.DEFAULT.sessionsPerAddress();

  @Option(
      names = "--max-stanza-bytes",
      defaultValue = "262144",
      description = "Largest stanza, of clients and of the server.")
  int stanzaBytes = XmlLimits.DEFAULT.stanzaBytes();

  @Option(
      names = "--max-outbound-bytes",
      defaultValue = "1048576",
      description =
          "What may wait for one client, or of one for the server. From an eighth of it on, the"
              + " other side is not read from.")
  long outboundBytes = 1024 * 1024;

  @Option(
      names = "--open-timeout",
      defaultValue = "30",
      description = "Seconds for a WebSocket to open its stream.")
  int openSeconds = 30;

  @Option(
      names = "--idle-timeout",
      defaultValue = "300",
      description = "Seconds of silence before a ping.")
  int idleSeconds = 300;

  @Option(
      names = "--ping-timeout",
      defaultValue = "60",
      description = "Seconds to answer a ping, and to read when much waits.")
  int pingSeconds = 60;

  @Override
  public void run() {
    BridgeSettings settings = settings();
    ListenerSettings listeners = listenerSettings();
    Bridge bridge = Bridge.open(settings, listeners);
    Runtime.getRuntime().addShutdownHook(new Thread(bridge::close, "herald-stop"));
    tell(settings, listeners, bridge);
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private BridgeSettings settings() {
    int colon = to.lastIndexOf(':');
    boolean hasPort =
        colon >= 0 && to.indexOf(']') < colon && (to.startsWith("[") || to.indexOf(':') == colon);
    String host = (hasPort ? to.substring(0, colon) : to).replaceAll("^\\[|]$", "");
    ServerTls tls = tls(host);
    int port = tls == ServerTls.DIRECT ? DIRECT_TLS_PORT : TCP_PORT;
    if (hasPort) {
      try {
        port = Integer.parseInt(to.substring(colon + 1));
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException("--to: '" + to + "' is no HOST:PORT", e);
      }
    }
    BridgeSettings settings = BridgeSettings.to(domain, host, port, tls).withTrust(trust);
    if (service != null) {
      settings = settings.withService(service);
    }
    return settings.withLimits(
        XmlLimits.DEFAULT.withStanzaBytes(stanzaBytes),
        StreamLimits.DEFAULT
            .withSessions(streams, streams, streamsPerAddress)
            .withTimeouts(
                Duration.ofSeconds(openSeconds),
                Duration.ofSeconds(idleSeconds),
                Duration.ofSeconds(pingSeconds)),
        BoshLimits.DEFAULT.withSessions(streams, streamsPerAddress),
        outboundBytes);
  }

  private ServerTls tls(String host) {
    boolean here = isThisMachine(host);
    if (serverTls == null) {
      return here && trust == null ? ServerTls.NONE : ServerTls.STARTTLS;
    }
    ServerTls chosen;
    try {
      chosen = ServerTls.valueOf(serverTls.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "--server-tls is starttls, direct or none, not '" + serverTls + "'", e);
    }
    if (chosen == ServerTls.NONE && !here) {
      throw new IllegalArgumentException(
          "--server-tls none: '"
              + host
              + "' is another machine, and passwords go there; use"
              + " starttls or direct, with --trust FILE for a private CA");
    }
    return chosen;
  }

  private static boolean isThisMachine(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("--to: there is no host '" + host + "'", e);
    }
  }

  private ListenerSettings listenerSettings() {
    if (certificate == null && key != null) {
      throw new IllegalArgumentException("--key needs its --certificate");
    }
    InetAddress address;
    try {
      address = InetAddress.getByName(httpHost);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("--http-host: '" + httpHost + "' is no address", e);
    }
    return new ListenerSettings(
        address,
        null,
        httpPort,
        null,
        Map.of(),
        certificate == null ? null : new TlsSettings(certificate, key, tlsPassword),
        allowPlaintext,
        origins,
        ioThreads);
  }

  private void tell(BridgeSettings settings, ListenerSettings listeners, Bridge bridge) {
    if (spec == null) {
      throw new IllegalStateException("This command is run by picocli");
    }
    PrintWriter out = spec.commandLine().getOut();
    String host = httpHost.contains(":") ? "[" + httpHost + "]" : httpHost;
    String at = host + ":" + bridge.httpPort();
    String s = listeners.tls() == null ? "" : "s";
    out.println("Listening: ws" + s + "://" + at + "/xmpp-websocket");
    out.println("Listening: http" + s + "://" + at + "/http-bind");
    out.println(
        "Bridge to "
            + domain
            + " at "
            + settings.host()
            + ":"
            + settings.port()
            + switch (settings.tls()) {
              case STARTTLS -> " by STARTTLS";
              case DIRECT -> " by direct TLS";
              case NONE -> " on this machine, without TLS";
            });
    if (listeners.tls() == null) {
      out.println(
          "Insecure: "
              + (listeners.bind().isLoopbackAddress()
                  ? "no TLS; only this machine can connect"
                  : "no TLS; whoever is on the way reads along, passwords and all, unless a proxy"
                      + " does TLS"));
    } else if (allowPlaintext) {
      out.println("Insecure: TLS is offered, and may be left out (--allow-plaintext)");
    }
    if (origins.contains("*")) {
      out.println("Insecure: pages of any site may connect (--origin *)");
    }
    out.flush();
  }
}
