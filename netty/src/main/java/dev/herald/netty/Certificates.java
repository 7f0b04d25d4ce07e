package dev.herald.netty;

import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
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
  private static final long LOOK_EVERY = TimeUnit.SECONDS.toNanos(1);

  private record Loaded(
      SslContext context, @Nullable FileTime certificate, @Nullable FileTime key) {}

  private final TlsSettings settings;
  private final String protocol;
  private Loaded loaded;
  private long looked = System.nanoTime();

  /**
   * @param protocol what ALPN may choose (RFC 7301), such as {@code xmpp-client}
   */
  Certificates(TlsSettings settings, String protocol) {
    this.settings = settings;
    this.protocol = protocol;
    try {
      this.loaded = load();
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

  synchronized SslContext context() {
    long now = System.nanoTime();
    if (now - looked >= LOOK_EVERY) {
      looked = now;
      reloadIfChanged();
    }
    return loaded.context();
  }

  private void reloadIfChanged() {
    try {
      Loaded old = loaded;
      FileTime certificate = Files.getLastModifiedTime(settings.certificate());
      FileTime key = settings.key() == null ? null : Files.getLastModifiedTime(settings.key());
      if (certificate.equals(old.certificate()) && (key == null || key.equals(old.key()))) {
        return;
      }
      loaded = load();
      log.info("Certificate '{}' has changed and is in use now", settings.certificate());
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      log.error(
          "Certificate '{}' has changed and cannot be used; the old one stays",
          settings.certificate(),
          e);
    }
  }

  private Loaded load() throws IOException, GeneralSecurityException {
    // The times first: what is written while it is read is read again.
    FileTime certificate = Files.getLastModifiedTime(settings.certificate());
    FileTime key = settings.key() == null ? null : Files.getLastModifiedTime(settings.key());
    SslContext context =
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
    return new Loaded(context, certificate, key);
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
