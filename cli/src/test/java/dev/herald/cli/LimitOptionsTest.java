package dev.herald.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.server.ServerSettings;
import dev.herald.server.bosh.BoshLimits;
import dev.herald.server.pubsub.PubSubLimits;
import dev.herald.server.pubsub.store.RetentionLimits;
import dev.herald.server.sasl.MemoryAccountStore;
import dev.herald.server.session.StreamLimits;
import dev.herald.xmpp.XmlLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.OptionSpec;

/** Each option is the limit that it says, and the documentation names it. */
class LimitOptionsTest {

  @Command
  private static final class Serving {
    @Mixin LimitOptions limits = new LimitOptions();
  }

  private static LimitOptions parse(String... arguments) {
    Serving serving = new Serving();
    new CommandLine(serving).parseArgs(arguments);
    return serving.limits;
  }

  @Test
  void withoutOptionsTheLimitsAreTheServersOwn() {
    ServerSettings defaults = ServerSettings.defaults();
    LimitOptions limits = parse();
    assertThat(limits.apply(defaults)).isEqualTo(defaults);
    assertThat(limits.accounts).isEqualTo(MemoryAccountStore.DEFAULT_LIMIT);
  }

  @Test
  void eachOptionIsItsOwnLimit() {
    LimitOptions limits =
        parse(
            "--max-stanza-bytes=10001",
            "--max-tag-bytes=2",
            "--max-attributes=3",
            "--max-depth=4",
            "--max-sessions=5",
            "--max-sessions-per-user=6",
            "--max-sessions-per-address=7",
            "--max-pending-logins=8",
            "--login-timeout=9",
            "--idle-timeout=10",
            "--ping-timeout=11",
            "--max-stanzas-per-second=12",
            "--max-bytes-per-second=13",
            "--max-unacked-stanzas=14",
            "--resumption=15",
            "--max-outbound-bytes=16",
            "--max-items=17",
            "--max-subscriptions-per-user=18",
            "--max-nodes=19",
            "--max-nodes-per-user=20",
            "--max-accounts=21",
            "--max-changes=28",
            "--max-change-bytes=29",
            "--max-change-age=30",
            "--max-service-changes=31",
            "--max-service-change-bytes=32",
            "--bosh-wait=22",
            "--bosh-hold=23",
            "--bosh-inactivity=24",
            "--bosh-polling=25",
            "--bosh-pause=26",
            "--bosh-sessions=27");
    assertThat(limits.accounts).isEqualTo(21);
    assertThat(limits.apply(ServerSettings.defaults()))
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
                    Duration.ofSeconds(22),
                    23,
                    Duration.ofSeconds(24),
                    Duration.ofSeconds(25),
                    Duration.ofSeconds(26),
                    27,
                    7),
                16));
  }

  @Test
  void theDocumentationNamesEachOption() throws IOException {
    String page = Files.readString(Path.of("..", "docs", "server.md"));
    String limits = page.substring(page.indexOf("## Limits"), page.indexOf("## Between users"));
    List<String> options =
        new CommandLine(new Serving())
            .getCommandSpec().options().stream().map(OptionSpec::longestName).toList();
    assertThat(options).isNotEmpty().allSatisfy(name -> assertThat(limits).contains("`" + name));
  }
}
