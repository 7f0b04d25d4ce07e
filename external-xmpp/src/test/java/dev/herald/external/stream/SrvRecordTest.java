package dev.herald.external.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class SrvRecordTest {

  @Test
  void theLowestPriorityIsTriedFirstAndThenTheHighestWeight() {
    assertThat(
            SrvRecord.inOrder(
                List.of(
                    SrvRecord.parse("20 0 5222 backup.example.org.", false),
                    SrvRecord.parse("10 1 5222 light.example.org.", false),
                    SrvRecord.parse("10 9 443 heavy.example.org.", true))))
        .containsExactly(
            new ServerAddress("heavy.example.org", 443, true),
            new ServerAddress("light.example.org", 5222, false),
            new ServerAddress("backup.example.org", 5222, false));
  }

  @Test
  void aDotSaysThatThereIsNoSuchService() {
    assertThat(SrvRecord.inOrder(List.of(SrvRecord.parse("0 0 0 .", false)))).isEmpty();
  }

  @Test
  void whatIsNoRecordIsNamed() {
    assertThatThrownBy(() -> SrvRecord.parse("10 1 5222", false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'10 1 5222'");
  }
}
