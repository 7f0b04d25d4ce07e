package dev.herald.netty;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where certificate and key are.
 *
 * @param certificate a chain in PEM, the server's own first; or a PKCS#12 file with the key in it
 * @param key the private key in PEM (PKCS#8), not for PKCS#12
 * @param password of the key or the PKCS#12 file, if there is one
 */
public record TlsSettings(Path certificate, @Nullable Path key, @Nullable String password) {

  public TlsSettings {
    String name = certificate.toString().toLowerCase(java.util.Locale.ROOT);
    boolean pkcs12 = name.endsWith(".p12") || name.endsWith(".pfx");
    if (!pkcs12 && key == null) {
      throw new IllegalArgumentException(
          "The certificate '"
              + certificate
              + "' needs its key: name the PEM file with the private key, or use a PKCS#12 file"
              + " (.p12), which has it inside");
    }
  }

  boolean isPkcs12() {
    return key == null;
  }

  /** Without the password. */
  @Override
  public String toString() {
    return "TlsSettings[" + certificate + "]";
  }
}
