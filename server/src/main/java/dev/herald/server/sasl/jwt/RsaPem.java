package dev.herald.server.sasl.jwt;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.KeySpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** RSA keys as OpenSSL writes them (RFC 7468). */
final class RsaPem {

  private static final int MIN_BITS = 2048;

  private RsaPem() {}

  static RSAPublicKey publicKey(String pem) {
    RSAPublicKey key =
        read(
            pem,
            "PUBLIC KEY",
            X509EncodedKeySpec::new,
            (factory, spec) -> (RSAPublicKey) factory.generatePublic(spec),
            "'openssl pkey -in key.pem -pubout' writes it");
    checkLength(key.getModulus().bitLength());
    return key;
  }

  static RSAPrivateCrtKey privateKey(String pem) {
    RSAPrivateCrtKey key =
        read(
            pem,
            "PRIVATE KEY",
            PKCS8EncodedKeySpec::new,
            (factory, spec) -> (RSAPrivateCrtKey) factory.generatePrivate(spec),
            "'openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048' writes it");
    checkLength(key.getModulus().bitLength());
    return key;
  }

  static RSAPublicKey publicKey(RSAPrivateCrtKey key) {
    try {
      return (RSAPublicKey)
          KeyFactory.getInstance("RSA")
              .generatePublic(new RSAPublicKeySpec(key.getModulus(), key.getPublicExponent()));
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("The private key has no public one", e);
    }
  }

  private interface Reading<K> {
    K read(KeyFactory factory, KeySpec spec) throws GeneralSecurityException;
  }

  private static <K> K read(
      String pem, String label, Function<byte[], KeySpec> spec, Reading<K> reading, String mend) {
    Matcher block =
        Pattern.compile("-----BEGIN " + label + "-----([^-]*)-----END " + label + "-----")
            .matcher(pem);
    if (!block.find()) {
      throw new IllegalArgumentException(
          "RS256 takes an RSA key in PEM, '-----BEGIN %s-----'; %s".formatted(label, mend));
    }
    try {
      byte[] der = Base64.getMimeDecoder().decode(block.group(1));
      return reading.read(KeyFactory.getInstance("RSA"), spec.apply(der));
    } catch (GeneralSecurityException | IllegalArgumentException | ClassCastException e) {
      throw new IllegalArgumentException(
          "The PEM block '%s' holds no key of RSA; %s".formatted(label, mend), e);
    }
  }

  private static void checkLength(int bits) {
    if (bits < MIN_BITS) {
      throw new IllegalArgumentException(
          "An RSA key of %d bits is too short for RS256; make one of %d or more"
              .formatted(bits, MIN_BITS));
    }
  }
}
