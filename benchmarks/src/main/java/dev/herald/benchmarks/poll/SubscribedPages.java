package dev.herald.benchmarks.poll;

import dev.herald.benchmarks.EventLoop;
import dev.herald.benchmarks.ItemNumber;
import dev.herald.benchmarks.XmppClient;
import dev.herald.benchmarks.XmppEndpoint;
import java.util.ArrayList;
import java.util.List;

/** Pages that have subscribed to the node over WebSocket and got its items, as herald.js does. */
final class SubscribedPages implements Pages {

  private static final String NODE = "/board/Departure";
  private static final String PUBSUB = "<pubsub xmlns='http://jabber.org/protocol/pubsub'>";

  private final EventLoop loop;
  private final XmppEndpoint server;
  private final List<Arrival> arrivals = new ArrayList<>();
  private boolean allOpen;

  SubscribedPages(EventLoop loop, int port) {
    this.loop = loop;
    this.server =
        new XmppEndpoint(port, "localhost", "pubsub.localhost", "/xmpp-websocket", "/http-bind");
  }

  @Override
  public void open(int page, Runnable shown) {
    XmppClient client =
        new XmppClient(
            server,
            false,
            XmppClient.ANONYMOUS,
            SubscribedPages::requests,
            shown,
            () -> {
              throw new IllegalStateException("A log-in was closed without a word");
            },
            (bytes, from, to, wireBytes) -> received(page, bytes, from, to));
    loop.connect(server.port(), client.transport());
  }

  private static List<String> requests(String jid) {
    String to = "to='pubsub.localhost'>" + PUBSUB;
    return List.of(
        "type='set' " + to + "<subscribe node='" + NODE + "' jid='" + jid + "'/></pubsub>",
        "type='get' " + to + "<items node='" + NODE + "'/></pubsub>");
  }

  private void received(int page, byte[] bytes, int from, int to) {
    long now = System.nanoTime();
    if (!allOpen) {
      return;
    }
    for (int at = ItemNumber.find(bytes, from, to);
        at >= 0;
        at = ItemNumber.find(bytes, at + ItemNumber.LENGTH, to)) {
      arrivals.add(new Arrival(page, ItemNumber.parse(bytes, at), Arrival.NOT_ASKED, now));
    }
  }

  @Override
  public void opened() {
    allOpen = true;
  }

  @Override
  public List<Arrival> arrivals() {
    return arrivals;
  }

  @Override
  public long requests() {
    return 0;
  }

  @Override
  public long messages() {
    return arrivals.size();
  }

  @Override
  public long leftOut() {
    return 0;
  }
}
