package dev.herald.netty;

import dev.herald.server.session.Outbound;
import io.netty.buffer.ByteBuf;

/** How elements stand on the wire. */
enum Framing {
  /** One after the other (RFC 6120). */
  STREAM {
    @Override
    int length(Outbound element) {
      return element.length();
    }

    @Override
    void write(Outbound element, ByteBuf out) {
      element.writeTo(out::writeBytes);
    }
  },
  /** One text message each (RFC 7395), in a frame that is not masked (RFC 6455, section 5.2). */
  WEBSOCKET {
    @Override
    int length(Outbound element) {
      int length = element.length();
      return length + (length < 126 ? 2 : length < 0x10000 ? 4 : 10);
    }

    @Override
    void write(Outbound element, ByteBuf out) {
      int length = element.length();
      out.writeByte(0x81);
      if (length < 126) {
        out.writeByte(length);
      } else if (length < 0x10000) {
        out.writeByte(126).writeShort(length);
      } else {
        out.writeByte(127).writeLong(length);
      }
      element.writeTo(out::writeBytes);
    }
  };

  /** In bytes, with all that frames it. */
  abstract int length(Outbound element);

  abstract void write(Outbound element, ByteBuf out);
}
