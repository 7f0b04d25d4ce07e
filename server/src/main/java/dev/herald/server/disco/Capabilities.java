package dev.herald.server.disco;

import dev.herald.server.forms.DataForm;
import dev.herald.xmpp.XmlElement;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.TreeMap;

/** XEP-0115: Entity Capabilities: what an entity can do, as a hash that need be asked for once. */
final class Capabilities {

  static final String NAMESPACE = "http://jabber.org/protocol/caps";

  private Capabilities() {}

  /** The verification string of section 5.1. */
  static String hash(Identity identity, List<String> features, DataForm form) {
    StringBuilder text = new StringBuilder();
    text.append(identity.category()).append('/').append(identity.type());
    text.append("//").append(identity.name()).append('<');
    features.stream().sorted().forEach(feature -> text.append(feature).append('<'));
    text.append(form.formType()).append('<');
    new TreeMap<>(form.fields())
        .forEach(
            (name, field) -> {
              text.append(name).append('<');
              field.values().stream().sorted().forEach(value -> text.append(value).append('<'));
            });
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-1")
              .digest(text.toString().getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-1", e);
    }
  }

  /** The stream feature of section 6.3. */
  static XmlElement feature(String node, String hash) {
    return XmlElement.builder(NAMESPACE, "c")
        .attribute("hash", "sha-1")
        .attribute("node", node)
        .attribute("ver", hash)
        .build();
  }
}
