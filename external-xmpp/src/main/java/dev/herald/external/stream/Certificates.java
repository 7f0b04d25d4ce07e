package dev.herald.external.stream;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Which certificates are trusted. */
final class Certificates {

  private Certificates() {}

  /**
   * Makes sockets that trust these.
   *
   * @param trusted PEM; null for those that Java trusts
   * @throws ConnectionException when the file cannot be read, naming it
   */
  static SSLSocketFactory trusting(@Nullable Path trusted) {
    if (trusted == null) {
      return (SSLSocketFactory) SSLSocketFactory.getDefault();
    }
    try (InputStream file = Files.newInputStream(trusted)) {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      int count = 0;
      for (Certificate certificate :
          CertificateFactory.getInstance("X.509").generateCertificates(file)) {
        store.setCertificateEntry("trusted-" + ++count, certificate);
      }
      if (count == 0) {
        throw new ConnectionException(
            "There is no certificate in " + trusted + ", the file of trusted ones");
      }
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context.getSocketFactory();
    } catch (IOException | GeneralSecurityException e) {
      throw new ConnectionException(
          "The trusted certificates in %s cannot be read (%s): it must be a file in PEM"
              .formatted(trusted, e.getMessage()),
          e);
    }
  }
}
