package dev.herald.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/**
 * A fresh certificate for a domain and its PubSub service, signed by itself, as files for servers
 * and clients and as an {@link SSLContext} that trusts nothing else.
 *
 * @param certificate a PEM file of the certificate
 * @param key a PEM file of the private key (PKCS #8, not encrypted)
 * @param chain a PEM file of both
 */
public record ServerCertificate(Path certificate, Path key, Path chain, X509TrustManager trust) {

  private static final char[] STORE_PASSWORD = "no-secret".toCharArray();

  /**
   * Makes one with the JDK's {@code keytool}; the files go to {@code folder}. RSA, because ejabberd
   * finds no match between a certificate and an elliptic key as the JDK writes it, without the
   * public one.
   */
  static ServerCertificate create(String domain, Path folder) {
    Path store = folder.resolve("server.p12");
    try {
      // A server that is started again has another certificate.
      Files.deleteIfExists(store);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot delete " + store, e);
    }
    Program.run(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
            "-genkeypair",
            "-alias",
            "server",
            "-keyalg",
            "RSA",
            "-keysize",
            "2048",
            "-validity",
            "2",
            "-dname",
            "CN=" + domain,
            "-ext",
            "san=dns:" + domain + ",dns:pubsub." + domain,
            "-ext",
            "bc:critical=ca:true",
            "-storetype",
            "PKCS12",
            "-storepass",
            new String(STORE_PASSWORD),
            "-keystore",
            store.toString()));
    try {
      KeyStore keys = KeyStore.getInstance(store.toFile(), STORE_PASSWORD);
      String key = pem("PRIVATE KEY", keys.getKey("server", STORE_PASSWORD).getEncoded());
      String certificate = pem("CERTIFICATE", keys.getCertificate("server").getEncoded());
      return new ServerCertificate(
          Files.writeString(folder.resolve("server.crt"), certificate),
          Files.writeString(folder.resolve("server.key"), key),
          Files.writeString(folder.resolve("server.pem"), key + certificate),
          trusting(keys));
    } catch (IOException e) {
      throw new UncheckedIOException("No certificate for " + domain + " in " + folder, e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("No certificate for " + domain, e);
    }
  }

  private static X509TrustManager trusting(KeyStore keys)
      throws GeneralSecurityException, IOException {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("server", keys.getCertificate("server"));
    TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
    factory.init(trusted);
    return (X509TrustManager) factory.getTrustManagers()[0];
  }

  private static String pem(String what, byte[] encoded) {
    String lines =
        Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(encoded);
    return "-----BEGIN " + what + "-----\n" + lines + "\n-----END " + what + "-----\n";
  }
}
