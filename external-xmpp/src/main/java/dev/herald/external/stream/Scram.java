package dev.herald.external.stream;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/** SCRAM without channel binding (RFC 5802, RFC 7677): the password itself is not sent. */
final class Scram implements SaslMechanism {

  static final String SHA_256 = "SCRAM-SHA-256";
  private static final SecureRandom RANDOM = new SecureRandom();

  /** A server could make its clients calculate for hours. */
  private static final int MOST_ITERATIONS = 1_000_000;

  private final String name;
  private final String hash;
  private final String digest;
  private final String password;
  private final String nonce;
  private final String firstBare;
  private byte[] serverSignature = {};

  private Scram(String name, String digest, String account, String password) {
    byte[] random = new byte[18];
    RANDOM.nextBytes(random);
    this.name = name;
    this.digest = digest;
    this.hash = "Hmac" + digest.replace("-", "");
    this.password = password;
    this.nonce = Base64.getEncoder().encodeToString(random);
    this.firstBare = "n=" + account.replace("=", "=3D").replace(",", "=2C") + ",r=" + this.nonce;
  }

  static Scram sha256(String account, String password) {
    return new Scram(SHA_256, "SHA-256", account, password);
  }

  static Scram sha1(String account, String password) {
    return new Scram("SCRAM-SHA-1", "SHA-1", account, password);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public byte[] initial() {
    return utf8("n,," + firstBare);
  }

  @Override
  public byte[] respond(byte[] challenge) {
    String serverFirst = new String(challenge, StandardCharsets.UTF_8);
    Map<String, String> said = attributes(serverFirst);
    String both = said.getOrDefault("r", "");
    int iterations = iterations(said.getOrDefault("i", ""));
    if (!both.startsWith(nonce) || both.length() == nonce.length()) {
      throw broken("its nonce does not begin with the client's");
    }
    String finalWithoutProof = "c=biws,r=" + both;
    byte[] authMessage = utf8(firstBare + "," + serverFirst + "," + finalWithoutProof);
    try {
      byte[] salted = salted(decode(said.getOrDefault("s", "")), iterations);
      byte[] clientKey = hmac(salted, utf8("Client Key"));
      byte[] proof = hmac(MessageDigest.getInstance(digest).digest(clientKey), authMessage);
      for (int i = 0; i < proof.length; i++) {
        proof[i] ^= clientKey[i];
      }
      serverSignature = hmac(hmac(salted, utf8("Server Key")), authMessage);
      return utf8(finalWithoutProof + ",p=" + Base64.getEncoder().encodeToString(proof));
    } catch (GeneralSecurityException e) {
      throw new ConnectionException("This Java cannot calculate " + name, e);
    }
  }

  @Override
  public void succeeded(byte[] data) {
    Map<String, String> said = attributes(new String(data, StandardCharsets.UTF_8));
    if (serverSignature.length == 0
        || !MessageDigest.isEqual(serverSignature, decode(said.getOrDefault("v", "")))) {
      throw broken("it does not prove that it knows the password");
    }
  }

  private static int iterations(String text) {
    try {
      int iterations = Integer.parseInt(text);
      if (iterations > 0 && iterations <= MOST_ITERATIONS) {
        return iterations;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw broken("it asks for '" + text + "' iterations, and 1 to 1,000,000 are done");
  }

  private byte[] salted(byte[] salt, int iterations) throws GeneralSecurityException {
    int bits = digest.equals("SHA-1") ? 160 : 256;
    String prepared = Normalizer.normalize(password, Normalizer.Form.NFKC);
    return SecretKeyFactory.getInstance("PBKDF2With" + hash)
        .generateSecret(new PBEKeySpec(prepared.toCharArray(), salt, iterations, bits))
        .getEncoded();
  }

  private byte[] hmac(byte[] key, byte[] message) throws GeneralSecurityException {
    Mac mac = Mac.getInstance(hash);
    mac.init(new SecretKeySpec(key, hash));
    return mac.doFinal(message);
  }

  private static Map<String, String> attributes(String message) {
    Map<String, String> attributes = new HashMap<>();
    for (String part : message.split(",", -1)) {
      if (part.length() > 1 && part.charAt(1) == '=') {
        attributes.put(part.substring(0, 1), part.substring(2));
      }
    }
    return attributes;
  }

  private static byte[] decode(String base64) {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw broken("what it sends is not Base64");
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static ConnectionException broken(String what) {
    return new ConnectionException(
        "The XMPP server does not keep to SCRAM (" + what + "): is it the right server?");
  }
}
