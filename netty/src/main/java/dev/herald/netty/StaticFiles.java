package dev.herald.netty;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The browser client, out of the jar; read once. */
final class StaticFiles {

  /** A file as it is sent; its content must not be changed. */
  static final class File {
    private final String type;
    private final byte[] content;

    private File(String type, byte[] content) {
      this.type = type;
      this.content = content;
    }

    String type() {
      return type;
    }

    byte[] content() {
      return content;
    }
  }

  private static final Map<String, String> TYPES =
      Map.of(
          "/herald/herald.js", "text/javascript; charset=utf-8",
          "/herald/herald.js.map", "application/json",
          "/herald/herald.d.ts", "text/plain; charset=utf-8");

  private final Map<String, File> files = new HashMap<>();

  /** What of it is on the class path; a server without the browser client has none. */
  StaticFiles() {
    TYPES.forEach(
        (path, type) -> {
          try (InputStream in =
              StaticFiles.class.getResourceAsStream("/META-INF/resources" + path)) {
            if (in != null) {
              files.put(path, new File(type, in.readAllBytes()));
            }
          } catch (IOException e) {
            throw new UncheckedIOException("'" + path + "' in the jar cannot be read", e);
          }
        });
  }

  Optional<File> at(String path) {
    return Optional.ofNullable(files.get(path));
  }
}
