package dev.herald.interop;

import java.net.InetSocketAddress;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A client in another language: a script of ours over a library that Debian packages. */
enum ScriptClient {
  SLIXMPP(
      "python3-slixmpp",
      "/usr/lib/python3/dist-packages/slixmpp",
      // Debian's own, for which its packages are; the first of the path may be another.
      "/usr/bin/python3",
      "/clients/subscribe.py"),
  ANY_EVENT_XMPP(
      "libanyevent-xmpp-perl",
      "/usr/share/perl5/AnyEvent/XMPP",
      "/usr/bin/perl",
      "/clients/subscribe.pl");

  private final String debianPackage;
  private final Path installed;
  private final String interpreter;
  private final String script;

  ScriptClient(String debianPackage, String installed, String interpreter, String script) {
    this.debianPackage = debianPackage;
    this.installed = Path.of(installed);
    this.interpreter = interpreter;
    this.script = script;
  }

  /** How the client reaches the server. */
  enum Transport {
    STARTTLS("starttls"),
    DIRECT_TLS("direct-tls"),
    PLAIN("plain");

    private final String argument;

    Transport(String argument) {
      this.argument = argument;
    }
  }

  /**
   * Starts it: it logs in, subscribes, prints {@code subscribed}, then {@code item ID
   * {NAMESPACE}NAME TEXT} for the first item, and ends. Where the package is missing, the test is
   * skipped or fails.
   */
  Program subscribe(
      ServerUnderTest server, Transport transport, Path trusted, Account account, String node) {
    Needed.orSkip(debianPackage, Optional.of(installed).filter(Files::isDirectory));
    InetSocketAddress address =
        transport == Transport.DIRECT_TLS ? server.directTls() : server.plain();
    List<String> command = new ArrayList<>();
    command.addAll(List.of(interpreter, resource().toString()));
    command.addAll(
        List.of(
            transport.argument,
            address.getAddress().getHostAddress(),
            Integer.toString(address.getPort()),
            trusted.toString(),
            account.jid(server.domain()),
            account.password(),
            server.pubSub(),
            node));
    return Program.start(command, Map.of("PYTHONIOENCODING", "UTF-8"));
  }

  private Path resource() {
    URL url = ScriptClient.class.getResource(script);
    if (url == null) {
      throw new IllegalStateException("There is no resource " + script);
    }
    try {
      return Path.of(url.toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException("The resource " + script + " is no file", e);
    }
  }
}
