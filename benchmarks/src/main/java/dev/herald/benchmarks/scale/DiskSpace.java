package dev.herald.benchmarks.scale;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/** How long the files in a directory are; some may go meanwhile. */
final class DiskSpace extends SimpleFileVisitor<Path> {

  private long bytes;

  private DiskSpace() {}

  static long bytes(Path directory) {
    DiskSpace space = new DiskSpace();
    try {
      Files.walkFileTree(directory, space);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return space.bytes;
  }

  @Override
  public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
    bytes += attributes.size();
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult visitFileFailed(Path file, IOException e) {
    return FileVisitResult.CONTINUE;
  }
}
