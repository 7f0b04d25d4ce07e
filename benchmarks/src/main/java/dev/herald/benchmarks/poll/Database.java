package dev.herald.benchmarks.poll;

import dev.herald.benchmarks.ProcessCpu;
import dev.herald.benchmarks.scale.PostgresStore;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where the rows are, and the outbox: PostgreSQL beside the application, or H2 within it. */
final class Database implements AutoCloseable {

  /** Which one. */
  enum Kind {
    POSTGRESQL,
    H2
  }

  private final @Nullable PostgresStore postgres;

  private Database(@Nullable PostgresStore postgres) {
    this.postgres = postgres;
  }

  static Database start(Kind kind) {
    return new Database(kind == Kind.POSTGRESQL ? PostgresStore.start() : null);
  }

  String words() {
    return postgres == null
        ? "H2 in the application's memory"
        : "Debian's PostgreSQL with its own settings";
  }

  /** What tells the application where it is. */
  List<String> arguments() {
    return postgres == null
        ? List.of("--spring.datasource.url=jdbc:h2:mem:board;DB_CLOSE_DELAY=-1")
        : List.of(
            "--spring.datasource.url=" + postgres.url(), "--spring.datasource.username=postgres");
  }

  /** CPU of its processes, in microseconds; that of H2 is the application's. */
  long cpuMicros() {
    return postgres == null ? 0 : ProcessCpu.micros(postgres.process());
  }

  @Override
  public void close() {
    if (postgres != null) {
      postgres.close();
    }
  }
}
