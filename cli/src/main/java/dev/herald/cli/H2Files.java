package dev.herald.cli;

import dev.herald.server.pubsub.store.NodeStore;
import dev.herald.server.pubsub.store.StoreException;
import dev.herald.server.pubsub.store.jdbc.InitializeSchema;
import dev.herald.server.pubsub.store.jdbc.JdbcNodeStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import org.h2.api.ErrorCode;

/** Nodes in a directory, as an H2 database that this process alone has open. */
public final class H2Files implements AutoCloseable {

  private final H2Connections connections;
  private final NodeStore store;
  private final H2Compaction compaction;

  private H2Files(H2Connections connections, NodeStore store) {
    this.connections = connections;
    this.store = store;
    this.compaction = new H2Compaction(connections);
  }

  /**
   * Opens the database in a directory, both of which are created if they are not there.
   *
   * @throws IllegalArgumentException for a directory that cannot be used, with what to do
   */
  public static H2Files open(Path directory) {
    Path absolute = directory.toAbsolutePath().normalize();
    if (absolute.toString().contains(";")) {
      throw new IllegalArgumentException(
          "'"
              + absolute
              + "' has a ';' in it, which H2 takes for the end: choose another directory");
    }
    try {
      create(absolute);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "The directory '"
              + absolute
              + "' cannot be written: choose another one, or change its owner",
          e);
    }
    H2Connections connections = new H2Connections(absolute.resolve("herald"));
    try {
      // H2 writes at each commit, but does not wait for the disk unless it is told to.
      NodeStore store =
          new JdbcNodeStore(connections, InitializeSchema.EMBEDDED, "CHECKPOINT SYNC");
      return new H2Files(connections, store);
    } catch (StoreException e) {
      connections.close();
      if (e.getCause() instanceof SQLException cause
          && cause.getErrorCode() == ErrorCode.DATABASE_ALREADY_OPEN_1) {
        throw new IllegalArgumentException(
            "Another process has the nodes in '"
                + absolute
                + "' open: end it, or choose another directory",
            e);
      }
      throw e;
    }
  }

  public NodeStore store() {
    return store;
  }

  @Override
  public void close() {
    store.close();
    compaction.close();
    connections.close();
  }

  /** What is published is nobody else's on this machine. */
  private static void create(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      Files.createDirectories(directory);
      if (directory.getFileSystem().supportedFileAttributeViews().contains("posix")) {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
      }
    }
    if (!Files.isWritable(directory)) {
      throw new IOException("It is not writable");
    }
  }
}
