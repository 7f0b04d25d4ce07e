package dev.herald.server.sasl;

import com.ongres.scram.common.util.TlsServerEndpoint;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * What ties a login to the TLS connection that carries it (RFC 5056), so that nobody in between can
 * pass it on. Given by a transport that ends TLS itself; behind a proxy that does there is none.
 */
public interface ChannelBinding {

  /** The certificate's hash, of any version of TLS (RFC 5929, section 4). */
  String TLS_SERVER_END_POINT = "tls-server-end-point";

  /** Keying material of this very connection, of TLS 1.3 (RFC 9266). */
  String TLS_EXPORTER = "tls-exporter";

  /** Without TLS, or with TLS that somebody else ends. */
  ChannelBinding NONE =
      new ChannelBinding() {
        @Override
        public List<String> types() {
          return List.of();
        }

        @Override
        public byte[] data(String type) {
          throw new IllegalArgumentException("There is no channel binding, so no '" + type + "'");
        }
      };

  /** The types by their registered names, the best first; the same for all of the connection. */
  List<String> types();

  /**
   * The data that both ends of the connection know.
   *
   * @param type one of {@link #types()}
   */
  byte[] data(String type);

  /**
   * {@code tls-server-end-point} for a server's certificate; {@link #NONE} for one whose signature
   * names no hash function that RFC 5929 could take, as Ed25519.
   */
  static ChannelBinding of(X509Certificate certificate) {
    byte[] data;
    try {
      data = TlsServerEndpoint.getChannelBindingData(certificate);
    } catch (CertificateEncodingException e) {
      throw new IllegalArgumentException(
          "The certificate of '" + certificate.getSubjectX500Principal() + "' cannot be encoded",
          e);
    }
    return data.length == 0 ? NONE : new ServerEndPoint(data);
  }
}
