package dev.herald.netty;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The TLS context of a listener, read again when its files change: new connections get the new
 * certificate, old ones keep theirs. A file that cannot be read at the start stops it; later, the
 * context in use stays and the log says why. Thread-safe.
 */
final class Certificates {

  private static final Logger log = LoggerFactory.getLogger(Certificates.class);

  /** How often the files are looked at, at most. */
  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

  /** How long a peer that does not read may hold up the end of TLS, and so of its connection. */
  private static final int CLOSE_SECONDS = 1;

  /** What time and size tell of the files, so that they are read only when they have changed. */
  private record Version(FileTime time, long size, @Nullable FileTime keyTime, long keySize) {}

  private final TlsSettings settings;
  private final String protocol;
  private Version version;
  private SslContext context;

  /** What the log has said already of files that cannot be used. */
  private String complaint = "";

  private long looked = System.nanoTime();

  /**
   * @param protocol what ALPN may choose (RFC 7301), such as {@code xmpp-client}
   */
  Certificates(TlsSettings settings, String protocol) {
    this.settings = settings;
    this.protocol = protocol;
    try {
      this.version = version();
      this.context = load();
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "TLS cannot begin with the certificate '%s' and the key '%s': %s"
              .formatted(
                  settings.certificate(),
                  settings.isPkcs12() ? settings.certificate() : settings.key(),
                  e.getMessage()),
          e);
    }
  }

  /** For a new connection. */
  SslHandler newHandler(ByteBufAllocator allocator) {
    SslHandler handler = context().newHandler(allocator);
    handler.setCloseNotifyFlushTimeout(CLOSE_SECONDS, TimeUnit.SECONDS);
    return handler;
  }

  private synchronized SslContext context() {
    long now = System.nanoTime();
    if (now - looked >= LOOK_EVERY.toNanos()) {
      looked = now;
      reloadIfChanged();
    }
    return context;
  }

  private void reloadIfChanged() {
    try {
      // Before it is read: what is written meanwhile is read again.
      Version now = version();
      if (now.equals(version)) {
        return;
      }
      // Now already: one that cannot be used is not tried again before it changes.
      version = now;
      context = load();
      complaint = "";
      log.info("Certificate '{}' has changed and is in use now", settings.certificate());
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      if (!complaint.equals(e.toString())) {
        complaint = e.toString();
        log.error(
            "Certificate '{}' has changed and cannot be used; the old one stays",
            settings.certificate(),
            e);
      }
    }
  }

  private Version version() throws IOException {
    Path certificate = settings.certificate();
    Path key = settings.key();
    return new Version(
        Files.getLastModifiedTime(certificate),
        Files.size(certificate),
        key == null ? null : Files.getLastModifiedTime(key),
        key == null ? 0 : Files.size(key));
  }

  private SslContext load() throws IOException, GeneralSecurityException {
    SslContext loaded =
        builder()
            .sslProvider(SslProvider.JDK)
            .protocols("TLSv1.3", "TLSv1.2")
            .applicationProtocolConfig(
                new ApplicationProtocolConfig(
                    Protocol.ALPN,
                    SelectorFailureBehavior.NO_ADVERTISE,
                    SelectedListenerFailureBehavior.ACCEPT,
                    protocol))
            .build();
    Rehearsal.of(loaded);
    return loaded;
  }

  private SslContextBuilder builder() throws IOException, GeneralSecurityException {
    if (settings.key() != null) {
      return SslContextBuilder.forServer(
          settings.certificate().toFile(), settings.key().toFile(), settings.password());
    }
    String password = settings.password();
    char[] secret = password == null ? new char[0] : password.toCharArray();
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(settings.certificate())) {
      store.load(in, secret);
    }
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, secret);
    return SslContextBuilder.forServer(keys);
  }
}
