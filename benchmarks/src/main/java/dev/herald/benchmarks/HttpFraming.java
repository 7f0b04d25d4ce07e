package dev.herald.benchmarks;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The responses to BOSH requests: status 200 with a Content-Length. */
final class HttpFraming extends Framing {

  private static final Pattern CONTENT_LENGTH =
      Pattern.compile("\r\ncontent-length:\\s*([0-9]{1,9})\r\n", Pattern.CASE_INSENSITIVE);

  private final Sink sink;

  HttpFraming(Sink sink) {
    this.sink = sink;
  }

  @Override
  protected int split(byte[] bytes, int from, int to) {
    int at = from;
    while (true) {
      int body = endOfHead(bytes, at, to);
      if (body < 0) {
        return at;
      }
      String head = new String(bytes, at, body - at, StandardCharsets.US_ASCII);
      Matcher length = CONTENT_LENGTH.matcher(head);
      if (!head.startsWith("HTTP/1.1 200") || !length.find()) {
        throw new IllegalStateException(
            "Not a response of status 200 with a Content-Length: " + head.strip());
      }
      int end = body + Integer.parseInt(length.group(1));
      if (end > to) {
        return at;
      }
      sink.message(bytes, body, end, end - at);
      at = end;
    }
  }
}
