package dev.herald.spring.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletRequest;

class OriginCheckTest {

  @ParameterizedTest
  @CsvSource({
    // origin,                  host,                secure, permitted
    "http://localhost:8080,     localhost:8080,      false,  true",
    "http://127.0.0.1:8080,     127.0.0.1:8080,      false,  true",
    "http://localhost:8080,     127.0.0.1:8080,      false,  false",
    "http://localhost:8081,     localhost:8080,      false,  false",
    "https://shop.example,      shop.example,        true,   true",
    "https://shop.example:443,  shop.example:443,    true,   true",
    "https://shop.example,      shop.example,        false,  true",
    "http://shop.example,       shop.example,        true,   false",
    "https://evil.example,      shop.example,        true,   false",
    "https://shop.example.evil, shop.example,        true,   false",
    "http://[::1]:8080,         [::1]:8080,          false,  true",
    "null,                      localhost:8080,      false,  false",
    "file://localhost:8080,     localhost:8080,      false,  false",
    "http://a b,                localhost:8080,      false,  false",
    "https://friend.example,    shop.example,        true,   true",
  })
  void pagesOfTheApplicationAndOfAllowedOriginsMayConnect(
      String origin, String host, boolean secure, boolean permitted) {
    OriginCheck check = new OriginCheck(Set.of("https://friend.example"));
    assertThat(check.permits(request(origin, host, secure, Map.of()))).isEqualTo(permitted);
  }

  @Test
  void behindAProxyTheHostThatTheBrowserSawCounts() {
    OriginCheck check = new OriginCheck(Set.of());
    Map<String, String> forwarded =
        Map.of("X-Forwarded-Host", "shop.example, inner", "X-Forwarded-Proto", "https");
    assertThat(check.permits(request("https://shop.example", "10.0.0.1:8080", false, forwarded)))
        .isTrue();
    assertThat(check.permits(request("http://shop.example", "10.0.0.1:8080", false, forwarded)))
        .isFalse();
    assertThat(check.permits(request("https://evil.example", "10.0.0.1:8080", false, forwarded)))
        .isFalse();
  }

  @Test
  void whoSendsNoOriginIsNoBrowser() {
    MockHttpServletRequest request = new MockHttpServletRequest();
    assertThat(new OriginCheck(Set.of()).permits(request)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"shop.example", "https://shop.example/", "ftp://x", ""})
  void whatIsNoOriginStopsTheStart(String origin) {
    assertThatThrownBy(() -> new OriginCheck(Set.of(origin)))
        .hasMessageContaining("herald.allowed-origins")
        .hasMessageContaining("'" + origin + "'");
  }

  private static MockHttpServletRequest request(
      String origin, String host, boolean secure, Map<String, String> headers) {
    MockHttpServletRequest request = new MockHttpServletRequest();
    request.addHeader("Origin", origin);
    request.addHeader("Host", host);
    request.setSecure(secure);
    headers.forEach(request::addHeader);
    return request;
  }
}
