package dev.herald.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.server.pubsub.ClientRights;
import dev.herald.server.pubsub.store.NodeStore;
import dev.herald.server.pubsub.store.jdbc.FragileDataSource;
import dev.herald.server.pubsub.store.jdbc.InitializeSchema;
import dev.herald.server.pubsub.store.jdbc.JdbcNodeStore;
import dev.herald.server.sasl.Accounts;
import dev.herald.xmpp.Namespaces;
import dev.herald.xmpp.XmlElement;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What clients see of a database that is away, and how the server ends while it is busy. */
class LostStoreTest {

  private final FragileDataSource dataSource = new FragileDataSource();

  @BeforeEach
  void createDatabase() {
    JdbcDataSource database = new JdbcDataSource();
    database.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
    dataSource.use(database);
  }

  private static XmppServer server(NodeStore store) {
    return new XmppServer(
        ServerSettings.defaults().withAnonymous(true),
        Accounts.NONE,
        new ClientRights(true, List.of()),
        store);
  }

  private static XmlElement publish(ScriptedClient client, String id) {
    return PubSubFixture.publish(
        client, "/news", "<item id='%s'><x xmlns='x'/></item>".formatted(id));
  }

  /** RFC 6120, section 8.3.3.6. */
  @Test
  void whatCannotBeStoredIsAnErrorAndToldToNobodyUntilTheDatabaseIsBack() throws Exception {
    NodeStore store = new JdbcNodeStore(dataSource, InitializeSchema.ALWAYS);
    try (XmppServer server = server(store)) {
      ScriptedClient publisher = ScriptedClient.anonymous(server);
      ScriptedClient subscriber = ScriptedClient.anonymous(server);
      PubSubFixture.created(publisher, "/news");
      subscriber.subscribe("/news");
      PubSubFixture.succeeds(publish(publisher, "a"));
      assertThat(subscriber.next()).contains("id=\"a\"");

      dataSource.down(true);
      XmlElement refusal = publish(publisher, "b");
      assertThat(PubSubFixture.error(refusal)).isEqualTo("cancel internal-server-error");
      assertThat(refusal.toString()).contains("cannot be stored at the moment; try later");
      XmlElement unread = subscriber.pubSub("get", "<items node='/news'/>");
      assertThat(PubSubFixture.error(unread)).isEqualTo("cancel internal-server-error");

      dataSource.down(false);
      PubSubFixture.succeeds(publish(publisher, "c"));
      assertThat(subscriber.next()).contains("id=\"c\"");
      XmlElement items = subscriber.pubSub("get", "<items node='/news'/>");
      assertThat(
              items.child(Namespaces.PUBSUB, "pubsub").orElseThrow().children().get(0).children())
          .extracting(item -> item.attribute("id"))
          .containsExactly("a", "c");
    }
  }

  @Test
  void aThreadThatIsStillWritingWhenTheServerEndsIsNotInterrupted() throws Exception {
    NodeStore store = new JdbcNodeStore(dataSource, InitializeSchema.ALWAYS);
    CountDownLatch writing = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(1);
    CountDownLatch written = new CountDownLatch(1);
    AtomicBoolean interrupted = new AtomicBoolean();
    NodeStore slow =
        (NodeStore)
            Proxy.newProxyInstance(
                NodeStore.class.getClassLoader(),
                new Class<?>[] {NodeStore.class},
                (proxy, method, arguments) -> {
                  if (method.getName().equals("begin")) {
                    writing.countDown();
                    try {
                      ended.await();
                    } catch (InterruptedException e) {
                      interrupted.set(true);
                    }
                    written.countDown();
                  }
                  try {
                    return method.invoke(store, arguments);
                  } catch (InvocationTargetException e) {
                    throw e.getCause();
                  }
                });
    XmppServer server = server(slow);
    ScriptedClient client = ScriptedClient.anonymous(server);
    client.send(
        "<iq xmlns='jabber:client' to='pubsub.localhost' id='1' type='set'><pubsub xmlns='%s'><create node='/news'/></pubsub></iq>"
            .formatted(Namespaces.PUBSUB));
    writing.await();

    server.close();
    ended.countDown();

    written.await();
    assertThat(interrupted).isFalse();
  }
}
