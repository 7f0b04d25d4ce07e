package dev.herald.server.sasl.jwt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.herald.server.sasl.Login;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens are written by hand here, so that they can be what no library would write. */
class JwtAccountsTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final long S = NOW.getEpochSecond();
  private static final byte[] SECRET =
      "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
  private static final String HS256 = "{'alg':'HS256','typ':'JWT'}";
  private static final KeyPair RSA = rsa(2048);

  private final JwtSettings settings = JwtSettings.of(JwtKey.hs256(SECRET), "localhost");
  private final JwtSettings strict = settings.withIssuer("shop").withAudience("herald");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "'jid':'joe@localhost','exp':+60",
        "'jid':'joe','exp':+60",
        "'jid':'Joe@LOCALHOST','exp':+60",
        "'jid':'joe@localhost','exp':-29",
        "'jid':'joe@localhost','exp':+60,'nbf':+30",
        "'jid':'joe@localhost','exp':+60,'nbf':-60",
        "'jid':'joe@localhost','exp':+60,'iss':'anybody','aud':['x','y'],'iat':+0"
      })
  void goodTokensArePasswords(String claims) {
    assertThat(accepts(settings, HS256, claims)).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "'roles':['STAFF','ADMIN']           | STAFF ADMIN",
        "'roles':'STAFF ADMIN'               | STAFF ADMIN",
        "'scope':'read write'                | SCOPE_read SCOPE_write",
        "'scp':['read'],'roles':['STAFF']    | STAFF SCOPE_read",
        "'roles':[7,null,'','STAFF']         | STAFF",
        "'roles':{'STAFF':true}              | \"\"",
        "'groups':['STAFF']                  | \"\""
      })
  void aTokenSaysWhatItsAccountIs(String claims, String authorities) {
    Set<String> expected = new TreeSet<>(List.of(authorities.split(" ")));
    expected.remove("");
    Login login =
        accounts(settings)
            .logIn("joe", token(HS256, "'jid':'Joe@localhost','exp':+60," + claims, SECRET))
            .orElseThrow();
    assertThat(login).isEqualTo(Login.of("joe", expected));
  }

  @Test
  void theRolesThatAreIssuedAreThoseOfTheLogin() {
    String token = issuer(settings).issue("joe", Set.of("STAFF"), Duration.ofMinutes(1));
    assertThat(accounts(settings).logIn("joe", token)).contains(Login.of("joe", Set.of("STAFF")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "'jid':'joe@localhost'",
        "'jid':'joe@localhost','exp':null",
        "'jid':'joe@localhost','exp':'tomorrow'",
        "'jid':'joe@localhost','exp':-30",
        "'jid':'joe@localhost','exp':-9000",
        "'jid':'joe@localhost','exp':+60,'nbf':+31",
        "'exp':+60",
        "'jid':'','exp':+60",
        "'jid':null,'exp':+60",
        "'jid':7,'exp':+60",
        "'jid':['joe@localhost'],'exp':+60",
        "'jid':'ann@localhost','exp':+60",
        "'jid':'joe@elsewhere','exp':+60",
        "'jid':'joe@localhost/r','exp':+60",
        "'jid':'joe@','exp':+60",
        "'jid':'localhost','exp':+60",
        "'sub':'joe@localhost','exp':+60"
      })
  void badTokensAreNot(String claims) {
    assertThat(accepts(settings, HS256, claims)).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "'iss':'shop','aud':'herald'|true",
        "'iss':'shop','aud':['other','herald']|true",
        "'iss':'shop'|false",
        "'aud':'herald'|false",
        "'iss':'other','aud':'herald'|false",
        "'iss':'shop','aud':'other'|false",
        "'iss':'shop','aud':[]|false"
      })
  void issuerAndAudienceMatterWhenTheyAreSet(String claims, boolean isGood) {
    assertThat(accepts(strict, HS256, "'jid':'joe','exp':+60," + claims)).isEqualTo(isGood);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'alg':'none'}",
        "{'alg':'None'}",
        "{'alg':'HS512'}",
        "{'alg':'RS256'}",
        "{}",
        "{'alg':'HS256','crit':['new']}",
        "{'alg':'HS256','crit':['b64'],'b64':false}",
        "[]"
      })
  void anotherHeaderIsRefusedWhateverTheSignature(String header) {
    assertThat(accepts(settings, header, "'jid':'joe','exp':+60")).isFalse();
    String unsigned = part(header) + "." + part("{'jid':'joe','exp':" + (S + 60) + "}") + ".";
    assertThat(accounts(settings).authenticate("joe", unsigned)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "..", "a.b.c", "a.b.c.d.e", "secret", "\u0000"})
  void whatIsNoTokenIsRefused(String password) {
    assertThat(accounts(settings).authenticate("joe", password)).isFalse();
  }

  @Test
  void eachPartOfATokenIsSigned() {
    String token = token(HS256, "'jid':'joe','exp':+60", SECRET);
    assertThat(accounts(settings).authenticate("joe", token)).isTrue();
    for (int i = 0; i < token.length() - 1; i++) {
      char other = token.charAt(i) == 'A' ? 'B' : 'A';
      String changed = token.substring(0, i) + other + token.substring(i + 1);
      assertThat(accounts(settings).authenticate("joe", changed)).as(changed).isFalse();
    }
    byte[] another = "another secret of at least 32 bytes".getBytes(StandardCharsets.US_ASCII);
    assertThat(
            accounts(settings).authenticate("joe", token(HS256, "'jid':'joe','exp':+60", another)))
        .isFalse();
  }

  /** The classic confusion: the public key, which anybody has, as the secret of HS256. */
  @Test
  void aPublicKeyIsNoSecret() {
    String pem = pem("PUBLIC KEY", RSA.getPublic().getEncoded());
    JwtAccounts accounts = accounts(JwtSettings.of(JwtKey.rs256Public(pem), "localhost"));
    for (byte[] key :
        new byte[][] {pem.getBytes(StandardCharsets.US_ASCII), RSA.getPublic().getEncoded()}) {
      assertThat(accounts.authenticate("joe", token(HS256, "'jid':'joe','exp':+60", key)))
          .isFalse();
    }
  }

  @Test
  void whatAPrivateKeyIssuesItsPublicKeyAccepts() {
    JwtKey own = JwtKey.rs256Private(pem("PRIVATE KEY", RSA.getPrivate().getEncoded()));
    JwtKey theirs = JwtKey.rs256Public(pem("PUBLIC KEY", RSA.getPublic().getEncoded()));
    String token = issuer(JwtSettings.of(own, "localhost")).issue("joe", Duration.ofMinutes(1));
    JwtAccounts accounts = accounts(JwtSettings.of(theirs, "localhost"));
    assertThat(accounts.authenticate("joe", token)).isTrue();
    assertThat(accounts.authenticate("ann", token)).isFalse();
    assertThatThrownBy(() -> issuer(JwtSettings.of(theirs, "localhost")))
        .hasMessageContaining("give the issuer the private key");
  }

  @ParameterizedTest
  @ValueSource(strings = {"joe", "Joe", "ann@example.com", "O'Neill"})
  void whatAnIssuerHandsOutIsAPasswordForAWhile(String name) {
    JwtSettings own = strict.withJidClaim("xmpp");
    String token = issuer(own).issue(name, Duration.ofMinutes(1));
    assertThat(accounts(own).authenticate(name, token)).isTrue();
    assertThat(accounts(own).authenticate("somebody", token)).isFalse();
    InstantSource later = InstantSource.fixed(NOW.plusSeconds(90));
    assertThat(new JwtAccounts(own, later).authenticate(name, token)).isFalse();
  }

  /** ejabberd reads {@code exp} in seconds and the claim as a whole JID. */
  @Test
  void aTokenHasTheFormThatEjabberdReads() {
    String token = issuer(settings).issue("ann@example.com", Duration.ofMinutes(1));
    String[] parts = token.split("\\.", -1);
    assertThat(text(parts[0])).isEqualTo("{\"alg\":\"HS256\"}");
    assertThat(text(parts[1]))
        .contains("\"jid\":\"ann\\\\40example.com@localhost\"", "\"exp\":" + (S + 60));
  }

  @Test
  void whatIsSetUpWronglySaysHowToMendIt() {
    assertThatThrownBy(() -> JwtKey.hs256(new byte[31])).hasMessageContaining("openssl rand 32");
    assertThatThrownBy(() -> JwtKey.rs256Public("secret")).hasMessageContaining("-pubout");
    assertThatThrownBy(() -> JwtKey.rs256Public(pem("PUBLIC KEY", new byte[100])))
        .hasMessageContaining("holds no key of RSA");
    assertThatThrownBy(() -> JwtKey.rs256Public(pem("PRIVATE KEY", RSA.getPrivate().getEncoded())))
        .hasMessageContaining("BEGIN PUBLIC KEY");
    PublicKey small = rsa(1024).getPublic();
    assertThatThrownBy(() -> JwtKey.rs256Public(pem("PUBLIC KEY", small.getEncoded())))
        .hasMessageContaining("2048 or more");
    assertThatThrownBy(() -> settings.withIssuer(" ")).hasMessageContaining("blank");
    assertThatThrownBy(() -> settings.withClockSkew(Duration.ofMinutes(6)))
        .hasMessageContaining("NTP");
    assertThatThrownBy(() -> JwtSettings.of(JwtKey.hs256(SECRET), "a@b"))
        .hasMessageContaining("'a@b'");
    assertThatThrownBy(() -> issuer(settings).issue("joe", Duration.ZERO))
        .hasMessageContaining("a minute or so");
    assertThatThrownBy(() -> issuer(settings).issue("", Duration.ofMinutes(1)))
        .hasMessageContaining("cannot be an account's name");
  }

  private static boolean accepts(JwtSettings settings, String header, String claims) {
    return accounts(settings).authenticate("joe", token(header, claims, SECRET));
  }

  private static JwtAccounts accounts(JwtSettings settings) {
    return new JwtAccounts(settings, InstantSource.fixed(NOW));
  }

  private static JwtIssuer issuer(JwtSettings settings) {
    return new JwtIssuer(settings, InstantSource.fixed(NOW));
  }

  /**
   * @param claims in single quotes; {@code +60} is a minute from now
   */
  private static String token(String header, String claims, byte[] secret) {
    StringBuilder absolute = new StringBuilder();
    var relative = Pattern.compile("[+-]\\d+").matcher(claims);
    while (relative.find()) {
      relative.appendReplacement(absolute, String.valueOf(S + Integer.parseInt(relative.group())));
    }
    relative.appendTail(absolute);
    String signed = part(header) + "." + part("{" + absolute + "}");
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret, "HmacSHA256"));
      return signed + "." + base64(mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII)));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static String part(String json) {
    return base64(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static String text(String part) {
    return new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8);
  }

  private static String pem(String label, byte[] der) {
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(label, Base64.getMimeEncoder().encodeToString(der), label);
  }

  private static KeyPair rsa(int bits) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(bits);
      return generator.generateKeyPair();
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
