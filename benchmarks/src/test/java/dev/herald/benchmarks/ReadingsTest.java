package dev.herald.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class ReadingsTest {

  @Test
  void cpuTimeIsUserAndSystemWhateverTheProcessIsCalled() {
    String stat = "42 (a ) b) S 1 42 42 0 -1 4194560 100 0 0 0 17 5 3 2 20 0 1 0 100 200 300";
    assertThat(ProcessCpu.ticks(stat)).isEqualTo(22);
  }

  @Test
  void residentMemoryIsFoundAmongTheRest() {
    assertThat(ProcessCpu.residentKib("Name:\tx\nVmHWM:\t 9 kB\nVmRSS:\t  1234 kB\nThreads:\t7\n"))
        .isEqualTo(1234);
  }

  @Test
  void thisProcessUsesCpuAndMemory() {
    assertThat(ProcessCpu.micros(ProcessHandle.current())).isPositive();
    assertThat(ProcessCpu.residentBytes(ProcessHandle.current())).isGreaterThan(1 << 20);
  }

  @Test
  void theLiveHeapIsTheTotalOfTheHistogram() {
    assertThat(
            Heap.total(
                """
                 num     #instances         #bytes  class name (module)
                   1:         10          320  [B (java.base@17)
                Total            25           4096
                """))
        .isEqualTo(4096);
  }

  @Test
  void theMedianIsTheMiddle() {
    assertThat(Spread.of(DoubleStream.of(9, 1, 2))).isEqualTo(new Spread(2, 1, 9));
    assertThat(Spread.of(DoubleStream.of(4, 1, 2, 3)).median()).isCloseTo(2.5, within(1e-9));
  }
}
