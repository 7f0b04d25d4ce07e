package dev.herald.server.sasl;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/** What a client computes (RFC 5802, section 3), by Java alone: not by what the server uses. */
final class ClientProof {

  private ClientProof() {}

  static byte[] of(
      ScramHash hash, String password, byte[] salt, int iterations, String authMessage) {
    String digest = hash == ScramHash.SHA_1 ? "SHA-1" : "SHA-256";
    String mac = "Hmac" + digest.replace("-", "");
    try {
      byte[] salted =
          SecretKeyFactory.getInstance("PBKDF2With" + mac)
              .generateSecret(
                  new PBEKeySpec(password.toCharArray(), salt, iterations, hash.length() * 8))
              .getEncoded();
      byte[] clientKey = hmac(mac, salted, "Client Key");
      byte[] storedKey = MessageDigest.getInstance(digest).digest(clientKey);
      byte[] proof = hmac(mac, storedKey, authMessage);
      for (int i = 0; i < proof.length; i++) {
        proof[i] ^= clientKey[i];
      }
      return proof;
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] hmac(String name, byte[] key, String text) throws GeneralSecurityException {
    Mac mac = Mac.getInstance(name);
    mac.init(new SecretKeySpec(key, name));
    return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
  }
}
