package dev.herald.benchmarks.poll;

import dev.herald.benchmarks.Framing;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The answers to polls: status 200 by Content-Length or in chunks, and 304. */
final class ResponseFraming extends Framing {

  /** Takes an answer. */
  interface Answers {

    /**
     * The rows, from {@code from} to before {@code to}; the array is used again after the call.
     *
     * @param tag the ETag; empty if there is none
     */
    void rows(String tag, byte[] bytes, int from, int to);

    void notModified();
  }

  private static final Pattern CONTENT_LENGTH = header("content-length:\\s*([0-9]{1,9})");
  private static final Pattern CHUNKED = header("transfer-encoding:\\s*(chunked)");
  private static final Pattern ETAG = header("etag:\\s*(\\S+)");
  private static final int INCOMPLETE = -1;

  private final Answers answers;

  ResponseFraming(Answers answers) {
    this.answers = answers;
  }

  private static Pattern header(String regex) {
    return Pattern.compile("\r\n" + regex + "\\s*\r\n", Pattern.CASE_INSENSITIVE);
  }

  @Override
  protected int split(byte[] bytes, int from, int to) {
    int at = from;
    while (true) {
      int body = endOfHead(bytes, at, to);
      if (body < 0) {
        return at;
      }
      int end =
          answer(new String(bytes, at, body - at, StandardCharsets.US_ASCII), bytes, body, to);
      if (end == INCOMPLETE) {
        return at;
      }
      at = end;
    }
  }

  private int answer(String head, byte[] bytes, int body, int to) {
    if (head.startsWith("HTTP/1.1 304")) {
      answers.notModified();
      return body;
    }
    if (!head.startsWith("HTTP/1.1 200")) {
      throw new IllegalStateException("Not an answer of status 200 or 304: " + head.strip());
    }
    Matcher tag = ETAG.matcher(head);
    String etag = tag.find() ? tag.group(1) : "";
    Matcher length = CONTENT_LENGTH.matcher(head);
    if (length.find()) {
      int end = body + Integer.parseInt(length.group(1));
      if (end > to) {
        return INCOMPLETE;
      }
      answers.rows(etag, bytes, body, end);
      return end;
    }
    if (!CHUNKED.matcher(head).find()) {
      throw new IllegalStateException("Neither a Content-Length nor chunks: " + head.strip());
    }
    return chunks(etag, bytes, body, to);
  }

  private int chunks(String tag, byte[] bytes, int body, int to) {
    ByteArrayOutputStream whole = new ByteArrayOutputStream(to - body);
    int at = body;
    while (true) {
      int line = endOfLine(bytes, at, to);
      if (line == INCOMPLETE) {
        return INCOMPLETE;
      }
      int length =
          Integer.parseInt(new String(bytes, at, line - 2 - at, StandardCharsets.US_ASCII), 16);
      // After each chunk, and after the head of the last one, comes an end of line.
      at = line + length + 2;
      if (at > to) {
        return INCOMPLETE;
      }
      if (length == 0) {
        answers.rows(tag, whole.toByteArray(), 0, whole.size());
        return at;
      }
      whole.write(bytes, line, length);
    }
  }

  private static int endOfLine(byte[] bytes, int from, int to) {
    for (int i = from; i + 2 <= to; i++) {
      if (bytes[i] == '\r' && bytes[i + 1] == '\n') {
        return i + 2;
      }
    }
    return INCOMPLETE;
  }
}
