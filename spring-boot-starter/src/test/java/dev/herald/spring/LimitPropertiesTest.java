package dev.herald.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.server.ServerSettings;
import dev.herald.server.bosh.BoshLimits;
import dev.herald.server.pubsub.PubSubLimits;
import dev.herald.server.pubsub.store.RetentionLimits;
import dev.herald.server.session.StreamLimits;
import dev.herald.xmpp.XmlLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** Each property is the limit that it says, and the documentation names it. */
class LimitPropertiesTest {

  private static final Map<String, String> LIMITS =
      Map.ofEntries(
          Map.entry("stanza-size", "10001B"),
          Map.entry("tag-size", "2B"),
          Map.entry("attributes", "3"),
          Map.entry("depth", "4"),
          Map.entry("sessions", "5"),
          Map.entry("sessions-per-user", "6"),
          Map.entry("sessions-per-address", "7"),
          Map.entry("pending-logins", "8"),
          Map.entry("login-timeout", "9s"),
          Map.entry("idle-timeout", "10s"),
          Map.entry("ping-timeout", "11s"),
          Map.entry("stanzas-per-second", "12"),
          Map.entry("bytes-per-second", "13B"),
          Map.entry("unacked-stanzas", "14"),
          Map.entry("resumption", "15s"),
          Map.entry("outbound", "16B"),
          Map.entry("subscriptions", "18"),
          Map.entry("nodes", "19"),
          Map.entry("nodes-per-user", "20"),
          Map.entry("changes", "28"),
          Map.entry("change-size", "29B"),
          Map.entry("change-age", "30s"),
          Map.entry("service-changes", "31"),
          Map.entry("service-change-size", "32B"),
          Map.entry("bosh-inactivity", "24s"),
          Map.entry("bosh-polling", "25s"),
          Map.entry("bosh-pause", "26s"),
          Map.entry("bosh-sessions", "27"));

  private static ServerSettings settings(Map<String, String> properties) {
    return new Binder(new MapConfigurationPropertySource(properties))
        .bindOrCreate("herald", HeraldProperties.class)
        .toServerSettings();
  }

  @Test
  void withoutPropertiesTheLimitsAreTheServersOwn() {
    assertThat(settings(Map.of())).isEqualTo(ServerSettings.defaults());
  }

  @Test
  void eachPropertyIsItsOwnLimit() {
    Map<String, String> properties = new HashMap<>(Map.of("herald.max-items", "17"));
    LIMITS.forEach((name, value) -> properties.put("herald.limits." + name, value));
    assertThat(LIMITS).hasSameSizeAs(HeraldProperties.Limits.class.getRecordComponents());
    assertThat(settings(properties))
        .isEqualTo(
            new ServerSettings(
                "localhost",
                "pubsub.localhost",
                false,
                new XmlLimits(10_001, 2, 3, 4),
                new PubSubLimits(
                    17, 18, 19, 20, new RetentionLimits(28, Duration.ofSeconds(30), 29, 31, 32)),
                new StreamLimits(
                    5,
                    6,
                    7,
                    8,
                    Duration.ofSeconds(9),
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(11),
                    12,
                    13,
                    14,
                    Duration.ofSeconds(15)),
                new BoshLimits(
                    BoshLimits.DEFAULT.longestWait(),
                    BoshLimits.DEFAULT.hold(),
                    Duration.ofSeconds(24),
                    Duration.ofSeconds(25),
                    Duration.ofSeconds(26),
                    27,
                    7),
                16));
  }

  @Test
  void theDocumentationNamesEachProperty() throws IOException {
    String page = Files.readString(Path.of("..", "docs", "server.md"));
    String limits = page.substring(page.indexOf("## Limits"), page.indexOf("## Between users"));
    assertThat(LIMITS.keySet()).allSatisfy(name -> assertThat(limits).contains("`" + name + "`"));
  }
}
