package dev.herald.spring.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.publisher.Publisher;
import dev.herald.publisher.registration.ExposureReport.Row;
import dev.herald.server.XmppServer;
import dev.herald.server.pubsub.Actor;
import dev.herald.server.pubsub.PubSubException;
import dev.herald.spring.orders.OrdersApplication;
import dev.herald.spring.orders.PurchaseOrder;
import jakarta.persistence.EntityManager;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.transaction.support.TransactionTemplate;

/** One entity in three nodes for three kinds of readers, by Spring Security's logins. */
@SpringBootTest(
    classes = OrdersApplication.class,
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = "herald.anonymous=true")
class AccessPerNodeTest {

  private static final String PUBLIC = "/public/orders";
  private static final String ANNS = "/orders/ann";
  private static final String STAFF = "/staff/orders";
  private static final String CLOSED =
      "<closed-node xmlns=\"http://jabber.org/protocol/pubsub#errors\"/>";

  @LocalServerPort private int port;
  @Autowired private XmppServer server;
  @Autowired private Publisher publisher;
  @Autowired private EntityManager entities;
  @Autowired private TransactionTemplate transactions;
  private final List<RawWebSocket> sockets = new ArrayList<>();
  private int requests;

  @BeforeEach
  void ordersOfAnnAndBob() throws InterruptedException {
    save(PurchaseOrder.of("ann", "open", 11, "first of hers"));
    save(PurchaseOrder.of("bob", "open", 22, "first of his"));
    awaitItems(ANNS);
    awaitItems("/orders/bob");
    awaitItems(STAFF);
  }

  @AfterEach
  void leave() throws IOException {
    for (RawWebSocket socket : sockets) {
      socket.close();
    }
  }

  @Test
  void everybodyIsToldWhatIsForThemAndNothingElse() throws Exception {
    RawWebSocket anybody = anonymous();
    RawWebSocket ann = loggedIn("ann");
    RawWebSocket bob = loggedIn("bob");
    RawWebSocket sam = loggedIn("sam");
    anybody.subscribe(PUBLIC);
    ann.subscribe(ANNS);
    bob.subscribe("/orders/bob");
    sam.subscribe(STAFF);
    assertThat(subscribe(bob, ANNS)).contains(CLOSED);
    assertThat(subscribe(ann, STAFF)).contains(CLOSED);
    assertThat(subscribe(sam, ANNS)).contains(CLOSED);

    save(PurchaseOrder.of("ann", "sent", 33, "gift wrapped"));

    assertThat(anybody.readUntil("sent")).contains(PUBLIC).doesNotContain(">33<");
    assertThat(ann.readUntil("sent")).contains(ANNS, ">33<").doesNotContain("gift wrapped");
    assertThat(sam.readUntil("sent")).contains(STAFF, ">33<", "gift wrapped");
    assertThat(untilAnswered(bob)).doesNotContain("sent");
  }

  @ParameterizedTest
  @ValueSource(strings = {ANNS, STAFF, "/orders/nobody"})
  void whatIsForOthersIsRefusedInEachWay(String node) throws Exception {
    RawWebSocket bob = loggedIn("bob");
    RawWebSocket anybody = anonymous();
    for (RawWebSocket socket : List.of(bob, anybody)) {
      // XEP-0060, sections 6.1.3.4 and 6.1.3.6.
      String error = socket == bob ? CLOSED : "<forbidden ";
      assertThat(subscribe(socket, node)).contains(error);
      assertThat(items(socket, node)).contains(error);
      assertThat(catchUp(socket, node)).contains(error);
      assertThat(disco(socket, "info", node)).contains(error);
      assertThat(disco(socket, "items", node)).contains(error);
      assertThat(untilAnswered(socket)).doesNotContain("first of");
    }
    assertThat(disco(bob, "items", "")).contains(PUBLIC).doesNotContain(STAFF).doesNotContain(ANNS);
  }

  @Test
  void whatIsForSomebodyIsThereInEachWay() throws Exception {
    RawWebSocket ann = loggedIn("ann");
    assertThat(items(ann, ANNS)).contains(">11<").doesNotContain("first of hers");
    assertThat(disco(ann, "info", ANNS)).contains(">whitelist<");
    RawWebSocket sam = loggedIn("sam");
    assertThat(items(sam, STAFF)).contains("first of hers", "first of his");
    assertThat(items(sam, ANNS)).contains(CLOSED);
    sam.send(query("all", STAFF));
    assertThat(sam.readUntil("<forwarded")).contains("first of");
  }

  @Test
  void aRoleThatIncludesAnotherReadsForBoth() throws Exception {
    assertThat(items(loggedIn("eve"), STAFF)).contains("first of hers");
  }

  @Test
  void whoeverLogsInByPasswordHasTheRolesToo() throws Exception {
    RawWebSocket sam = connected("");
    sam.logIn("PLAIN", base64("\0sam\0secret"));
    assertThat(items(sam, STAFF)).contains("first of hers");
    RawWebSocket bob = connected("");
    bob.logIn("PLAIN", base64("\0bob\0secret"));
    assertThat(items(bob, STAFF)).contains(CLOSED);
    assertThat(items(bob, "/orders/bob")).contains(">22<");
  }

  @Test
  void theReportSaysWhoMayRead() {
    assertThat(publisher.exposure().rows())
        .contains(
            new Row(PUBLIC, "orders.PurchaseOrder", "status", "everyone who may connect"),
            new Row(
                "/orders/{customer}", "orders.PurchaseOrder", "total", "whom OwnOrders permits"),
            new Row(STAFF, "orders.PurchaseOrder", "note", "the role STAFF"))
        .doesNotContain(
            new Row(PUBLIC, "orders.PurchaseOrder", "note", "everyone who may connect"));
  }

  private void save(PurchaseOrder order) {
    transactions.executeWithoutResult(status -> entities.persist(order));
  }

  private void awaitItems(String node) throws InterruptedException {
    long deadline = System.nanoTime() + 20_000_000_000L;
    while (!hasItems(node)) {
      assertThat(System.nanoTime()).as(node).isLessThan(deadline);
      Thread.sleep(10);
    }
  }

  private boolean hasItems(String node) {
    try {
      return !server.pubSub().items(Actor.APPLICATION, node).isEmpty();
    } catch (PubSubException notThereYet) {
      return false;
    }
  }

  private RawWebSocket anonymous() throws IOException {
    RawWebSocket socket = connected("");
    socket.logIn();
    return socket;
  }

  private RawWebSocket loggedIn(String name) throws IOException {
    RawWebSocket socket = connected("Authorization: Basic " + base64(name + ":secret") + "\n");
    socket.logIn("EXTERNAL", "=");
    return socket;
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private RawWebSocket connected(String header) throws IOException {
    RawWebSocket socket = new RawWebSocket(port);
    sockets.add(socket);
    assertThat(
            socket.handshake(
                """
                GET /xmpp-websocket HTTP/1.1
                Host: localhost:%d
                Upgrade: websocket
                Connection: Upgrade
                Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
                Sec-WebSocket-Version: 13
                Sec-WebSocket-Protocol: xmpp
                %s
                """
                    .formatted(port, header)))
        .contains("101");
    return socket;
  }

  private String subscribe(RawWebSocket socket, String node) throws IOException {
    return pubSub(socket, "set", "<subscribe node='%s' jid='%s'/>".formatted(node, socket.jid()));
  }

  private String items(RawWebSocket socket, String node) throws IOException {
    return pubSub(socket, "get", "<items node='%s'/>".formatted(node));
  }

  private String pubSub(RawWebSocket socket, String type, String content) throws IOException {
    return ask(
        socket, type, "<pubsub xmlns='http://jabber.org/protocol/pubsub'>" + content + "</pubsub>");
  }

  private String catchUp(RawWebSocket socket, String node) throws IOException {
    return ask(socket, "set", "<query xmlns='urn:xmpp:mam:2' node='%s'/>".formatted(node));
  }

  private static String query(String id, String node) {
    return "<iq xmlns='jabber:client' type='set' id='%s' to='pubsub.localhost'><query xmlns='urn:xmpp:mam:2' node='%s'/></iq>"
        .formatted(id, node);
  }

  private String disco(RawWebSocket socket, String kind, String node) throws IOException {
    return ask(
        socket,
        "get",
        "<query xmlns='http://jabber.org/protocol/disco#%s'%s/>"
            .formatted(kind, node.isEmpty() ? "" : " node='" + node + "'"));
  }

  private String ask(RawWebSocket socket, String type, String payload) throws IOException {
    String id = "q" + ++requests;
    socket.send(
        "<iq xmlns='jabber:client' type='%s' id='%s' to='pubsub.localhost'>%s</iq>"
            .formatted(type, id, payload));
    return socket.readUntil("id=\"" + id + "\"");
  }

  /** All that comes until a ping is answered, which is asked after what has been saved is told. */
  private String untilAnswered(RawWebSocket socket) throws IOException {
    socket.send(
        "<iq xmlns='jabber:client' type='get' id='ping'><ping xmlns='urn:xmpp:ping'/></iq>");
    return socket.readAllUntil("id=\"ping\"");
  }
}
