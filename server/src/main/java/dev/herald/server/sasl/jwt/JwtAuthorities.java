package dev.herald.server.sasl.jwt;

import com.nimbusds.jwt.JWTClaimsSet;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What a token says that its account is allowed or is; a claim of another form says nothing. */
final class JwtAuthorities {

  /** RFC 9068, section 2.2.3.1. */
  static final String ROLES = "roles";

  /** RFC 8693, section 4.2, and the short name that some issuers have for it. */
  private static final List<String> SCOPES = List.of("scope", "scp");

  private JwtAuthorities() {}

  static Set<String> of(JWTClaimsSet claims) {
    Set<String> all = new LinkedHashSet<>(names(claims, ROLES));
    for (String claim : SCOPES) {
      names(claims, claim).forEach(scope -> all.add("SCOPE_" + scope));
    }
    return all;
  }

  /** Separated by spaces, or a list. */
  private static List<String> names(JWTClaimsSet claims, String claim) {
    Object value = claims.getClaim(claim);
    Stream<?> names =
        value instanceof String text
            ? Arrays.stream(text.split(" ", -1))
            : value instanceof List<?> list ? list.stream() : Stream.empty();
    return names
        .filter(String.class::isInstance)
        .map(String.class::cast)
        .filter(name -> !name.isBlank())
        .toList();
  }
}
