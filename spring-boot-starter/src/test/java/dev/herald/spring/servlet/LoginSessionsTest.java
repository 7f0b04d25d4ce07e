package dev.herald.spring.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.server.sasl.Peer;
import dev.herald.server.session.SessionRegistry;
import dev.herald.server.session.StreamLimits;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.web.MockHttpServletRequest;

class LoginSessionsTest {

  private final LoginSessions logins =
      new LoginSessions(new SessionRegistry(StreamLimits.DEFAULT), PrincipalAuthorities.UNKNOWN);

  @ParameterizedTest
  @CsvSource({
    // address,  TLS,   forwarded for, by,     confidential
    "127.0.0.1,  false, '',            '',     true",
    "::1,        false, '',            '',     true",
    "192.0.2.1,  false, '',            '',     false",
    "192.0.2.1,  true,  '',            '',     true",
    "127.0.0.1,  false, 192.0.2.1,     http,   false",
    "127.0.0.1,  false, 192.0.2.1,     '',     false",
    "127.0.0.1,  false, 192.0.2.1,     https,  true",
    "192.0.2.2,  false, 192.0.2.1,     https,  false",
  })
  void passwordsAreTakenOnlyWhereNobodyCanReadAlong(
      String address, boolean secure, String forwardedFor, String proto, boolean confidential) {
    MockHttpServletRequest request = new MockHttpServletRequest();
    request.setRemoteAddr(address);
    request.setSecure(secure);
    Map.of("X-Forwarded-For", forwardedFor, "X-Forwarded-Proto", proto)
        .forEach(
            (name, value) -> {
              if (!value.isEmpty()) {
                request.addHeader(name, value);
              }
            });
    assertThat(logins.peer(request).confidential()).isEqualTo(confidential);
  }

  @Test
  void theLoginIsTheHttpSessionsAndStaysWhenItsIdChanges() {
    MockHttpServletRequest request = new MockHttpServletRequest();
    request.setUserPrincipal(() -> "ann");
    request.getSession(true);
    Peer before = logins.peer(request);
    request.changeSessionId();
    assertThat(logins.peer(request).login()).isNotNull().isEqualTo(before.login());
    assertThat(before.toString()).doesNotContain(String.valueOf(before.login()));
  }

  @Test
  void aRequestWithoutALoginHasNone() {
    MockHttpServletRequest request = new MockHttpServletRequest();
    request.getSession(true);
    assertThat(logins.peer(request).login()).isNull();
    assertThat(logins.peer(request).principal()).isNull();
  }
}
