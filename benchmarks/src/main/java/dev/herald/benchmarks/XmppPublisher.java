package dev.herald.benchmarks;

import java.util.List;
import java.util.stream.IntStream;

/** Creates the nodes by its log-in, then publishes to them over WebSocket. */
final class XmppPublisher implements Publisher {

  private final XmppEndpoint server;
  private final XmppClient client;
  private final Runnable confirmed;
  private int unconfirmed;

  XmppPublisher(XmppEndpoint server, int nodes, Runnable ready, Runnable confirmed) {
    this.server = server;
    this.confirmed = confirmed;
    List<String> creates =
        IntStream.range(0, nodes).mapToObj(n -> Stanzas.create(server, Shape.node(n))).toList();
    this.client =
        new XmppClient(
            server,
            false,
            XmppClient.ANONYMOUS,
            jid -> creates,
            ready,
            XmppPublisher::unanswered,
            this::answer);
  }

  private static void unanswered() {
    throw new IllegalStateException("The server closed the publisher's connection without a word");
  }

  Transport transport() {
    return client.transport();
  }

  @Override
  public void publish(int node, long number) {
    unconfirmed++;
    client.transport().send(Stanzas.publish(server, Shape.node(node), number));
  }

  @Override
  public int unconfirmed() {
    return unconfirmed;
  }

  private void answer(byte[] bytes, int from, int to, int wireBytes) {
    String xml = Xml.text(bytes, from, to);
    if (Xml.isError(xml)) {
      throw new IllegalStateException("A publish was refused: " + xml);
    }
    if (Xml.isResult(xml, "p")) {
      unconfirmed--;
      confirmed.run();
    }
  }
}
