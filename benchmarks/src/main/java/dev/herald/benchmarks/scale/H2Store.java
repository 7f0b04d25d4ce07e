package dev.herald.benchmarks.scale;

import dev.herald.benchmarks.Server;
import dev.herald.cli.H2Files;
import dev.herald.cli.Herald;
import java.nio.file.Path;
import java.util.List;

/** A directory as {@code herald serve --data} has it. */
final class H2Store implements Store {

  private final Path directory;

  H2Store(Path directory) {
    this.directory = directory;
  }

  @Override
  public String name() {
    return "H2";
  }

  @Override
  public void add(int from, int to) {
    try (H2Files files = H2Files.open(directory)) {
      Population.add(files.store(), from, to);
    }
  }

  @Override
  public List<String> server() {
    return List.of(
        Herald.class.getName(),
        "serve",
        "--tcp-port=0",
        "--http-port=0",
        "--anonymous",
        "--user=" + Population.account(0) + ":" + RunningServer.PASSWORD,
        "--max-nodes=10000000",
        "--max-nodes-per-user=10000000",
        "--max-stanzas-per-second=1000000",
        "--max-bytes-per-second=1000000000",
        "--data=" + directory);
  }

  @Override
  public long bytes() {
    return DiskSpace.bytes(directory);
  }

  @Override
  public void close() {
    Server.remove(directory);
  }
}
