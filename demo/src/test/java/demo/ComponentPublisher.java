package demo;

import dev.herald.publisher.NodeOptions;
import dev.herald.publisher.NodePublisher;
import dev.herald.xmpp.XmlElement;
import dev.herald.xmpp.XmlFragment;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A plain component: sends, and reads answers by their ids. Until there is a publisher for it. */
final class ComponentPublisher implements NodePublisher, AutoCloseable {
  private static final String NS = "http://jabber.org/protocol/pubsub";
  private final Socket socket;
  private final InputStream in;
  private int count;
  private final StringBuilder read = new StringBuilder();

  ComponentPublisher(InetSocketAddress address, String secret) throws Exception {
    socket = new Socket(address.getAddress(), address.getPort());
    in = socket.getInputStream();
    send(
        "<stream:stream xmlns='jabber:component:accept'"
            + " xmlns:stream='http://etherx.jabber.org/streams' to='herald.localhost'>");
    Matcher id = await("id=['\"]([^'\"]+)['\"][^>]*>");
    byte[] hash =
        MessageDigest.getInstance("SHA-1")
            .digest((id.group(1) + secret).getBytes(StandardCharsets.UTF_8));
    send("<handshake>" + HexFormat.of().formatHex(hash) + "</handshake>");
    await("<handshake/>");
  }

  private void send(String xml) throws IOException {
    socket.getOutputStream().write(xml.getBytes(StandardCharsets.UTF_8));
  }

  private Matcher await(String pattern) throws IOException {
    byte[] buffer = new byte[65536];
    while (true) {
      Matcher found = Pattern.compile(pattern, Pattern.DOTALL).matcher(read.toString());
      if (found.find()) {
        read.delete(0, found.end());
        return found;
      }
      int length = in.read(buffer);
      if (length < 0) {
        throw new IOException("closed: " + read);
      }
      read.append(new String(buffer, 0, length, StandardCharsets.UTF_8));
    }
  }

  private synchronized CompletionStage<Void> ask(String content) {
    String id = "c" + ++count;
    try {
      send(
          "<iq type='set' id='%s' from='herald.localhost' to='pubsub.localhost'><pubsub xmlns='%s'>%s</pubsub></iq>"
              .formatted(id, NS, content));
      await("<iq[^>]*id=['\"]" + id + "['\"][^>]*>");
      return CompletableFuture.completedFuture(null);
    } catch (IOException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  @Override
  public void createNode(String node, NodeOptions options) {
    ask("<create node='" + node + "'/>").toCompletableFuture().join();
  }

  @Override
  public Collection<String> itemIds(String node) {
    return List.of();
  }

  @Override
  public Collection<String> nodes(String prefix) {
    return List.of();
  }

  @Override
  public Map<String, XmlElement> items(String node, Collection<String> itemIds) {
    return Map.of();
  }

  @Override
  public CompletionStage<Void> publish(String node, String itemId, XmlFragment payload) {
    return ask(
        "<publish node='%s'><item id='%s'>%s</item></publish>"
            .formatted(node, itemId, payload.xml()));
  }

  @Override
  public CompletionStage<Void> retract(String node, String itemId) {
    return ask(
        "<retract node='%s' notify='true'><item id='%s'/></retract>".formatted(node, itemId));
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
