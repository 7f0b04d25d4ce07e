package dev.herald.benchmarks.save;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.herald.benchmarks.Report;
import java.util.List;
import org.junit.jupiter.api.Test;

class OriginalWayTest {

  @Test
  void aSaveInTheOriginalsWayPublishesAndSleepsASecond() throws Exception {
    try (HikariDataSource database = new HikariDataSource()) {
      database.setJdbcUrl("jdbc:h2:mem:original");
      try (Side plain = Side.plain(database)) {
        List<OriginalWay.Save> saves = OriginalWay.measure(plain, 1);

        assertThat(saves).hasSize(1);
        OriginalWay.Save save = saves.get(0);
        assertThat(save.withoutSleep()).isPositive();
        assertThat(save.all() - save.withoutSleep()).isGreaterThanOrEqualTo(1_000);
        Report report = new Report();
        SaveCost.addOriginal(report, saves);
        assertThat(report.text()).contains("| a save");
      }
    }
  }
}
