package dev.herald.server.sasl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import org.junit.jupiter.api.Test;

/** RFC 5929, section 4.1, with certificates that OpenSSL has made; their keys were thrown away. */
class ChannelBindingTest {

  private static final String SHA_384 =
      """
      -----BEGIN CERTIFICATE-----
      MIIBfjCCASWgAwIBAgIUARn3DNqV+WBfjeXYJrnyH0NcBrUwCgYIKoZIzj0EAwMw
      FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyNDE5MzI0NFoYDzIxMjYxMDMx
      MTkzMjQ0WjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
      PQMBBwNCAATBoHZYjYeGvNCd1G+tf0gSgnAPGCxhKpZUrpUwNLwxw/nE9k8B7AbR
      8xRMf+3M1zYGeIf1hTcsK5WBVlGk9FApo1MwUTAdBgNVHQ4EFgQUIV//ISGaLRBN
      wgatQ61iUd40fA4wHwYDVR0jBBgwFoAUIV//ISGaLRBNwgatQ61iUd40fA4wDwYD
      VR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAwNHADBEAiAxtPJlWwWLIy9LYYCQtBO4
      679NYTLSNg912XrswNiAHgIgL2jkQPsSD/Q26XTPgjWGWTu2NZi7KSvkEPMoDs+k
      ylg=
      -----END CERTIFICATE-----
      """;

  private static final String SHA_1 =
      """
      -----BEGIN CERTIFICATE-----
      MIIDCzCCAfOgAwIBAgIUfQbdgj+o1Ke4dnfVMr41UzagMYMwDQYJKoZIhvcNAQEF
      BQAwFDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyNDE5MzI0NFoYDzIxMjYx
      MDMxMTkzMjQ0WjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwggEiMA0GCSqGSIb3DQEB
      AQUAA4IBDwAwggEKAoIBAQCTtFCKutsaFBVasrOQOytMqchQbBT23sKofTS7KkMo
      uu5b7ZxZAEnElJBZfJ4DT6RDB7t3myDQo45wXKs6gXFxPZiANU/vaE/UUwfmipfI
      83lEOA5BModwS/V53MlYcLFf6IWRLf4ThHsJf38pFtBCucAV/+SqCra6y3Ju8ZS0
      AkPBFT2jGoxzE9WF/l2tXe8zMukPwPmd6DD6rWK7sEG72dUr+VvtGlBWErPUkeQc
      Yk4MY9+psVmPkU79sxYb667V9zFel/YvThpU/MuewtzwGBn5hwoW7VMgc4rnfJh4
      hmt4LX9P48ttMjFIeekLj/i8Z/IeR5b6qSTI2ehCMQDrAgMBAAGjUzBRMB0GA1Ud
      DgQWBBSIGQRqhl1asj8nesDfi1/yB4io7DAfBgNVHSMEGDAWgBSIGQRqhl1asj8n
      esDfi1/yB4io7DAPBgNVHRMBAf8EBTADAQH/MA0GCSqGSIb3DQEBBQUAA4IBAQAD
      m8sI0VdkFRx8sFN1YWTRUi0CfO+u6JdBiBLyM9pl7pZA12dYOykfEVDP8CZfgsmn
      axCajw7F6M+KiQzl13QHH/K+CqxrVkQu5EJPnWfPCV/icB35d4G0EtHR4XFDUaa7
      6yp3RPTDUwyFsbadbiuxqFKgpWuFUk39qwHHdJXIqsEZL4ksCua3bs6T5lxGE7eV
      b10K4K/e/+RyyOdDLLE6za6uN/V8ODlh4jgxUqCu1yfMjqiDPALHbhj3mKR9O6RR
      M+kTuaWPQXkvKpSDYJH1PepFEULcdG/O6WCWHyWSqQhkT4IUv5XaX0r0wNibsRCv
      UH5GazYqO47Al2P/Kro4
      -----END CERTIFICATE-----
      """;

  private static final String ED_25519 =
      """
      -----BEGIN CERTIFICATE-----
      MIIBPjCB8aADAgECAhQ2CEfafuwIG1RuP85oNa2NPOcIlTAFBgMrZXAwFDESMBAG
      A1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyNDE5MzI0NFoYDzIxMjYxMDMxMTkzMjQ0
      WjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwKjAFBgMrZXADIQCLYhVQ9/y8vYVFsxrX
      gyToduPg0Uha6zWt77dc7LVtaqNTMFEwHQYDVR0OBBYEFLFD/33Kpg6zOGxrU9Zo
      GarHIAT7MB8GA1UdIwQYMBaAFLFD/33Kpg6zOGxrU9ZoGarHIAT7MA8GA1UdEwEB
      /wQFMAMBAf8wBQYDK2VwA0EAVB84R4GqNgyg/6eh4hzc3viwgyy2/009gMZmDPLu
      svujxgEe5N0o96Ca+XMLPzexLbSXgLQ/ndlUrHG+g/CLBw==
      -----END CERTIFICATE-----
      """;

  @Test
  void aCertificateIsHashedByTheFunctionOfItsSignature() throws Exception {
    ChannelBinding binding = ChannelBinding.of(certificate(SHA_384));
    assertThat(binding.types()).containsExactly("tls-server-end-point");
    assertThat(binding.data("tls-server-end-point"))
        .isEqualTo(MessageDigest.getInstance("SHA-384").digest(certificate(SHA_384).getEncoded()));
    assertThatThrownBy(() -> binding.data("tls-exporter"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aHashThatIsTooWeakIsReplaced() throws Exception {
    assertThat(ChannelBinding.of(certificate(SHA_1)).data("tls-server-end-point"))
        .isEqualTo(MessageDigest.getInstance("SHA-256").digest(certificate(SHA_1).getEncoded()));
  }

  @Test
  void aSignatureWithoutAHashGivesNoBinding() throws Exception {
    assertThat(ChannelBinding.of(certificate(ED_25519)).types()).isEmpty();
  }

  private static X509Certificate certificate(String pem) throws CertificateException {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
  }
}
