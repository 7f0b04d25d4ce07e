package dev.herald.benchmarks.scale;

import com.zaxxer.hikari.HikariDataSource;
import dev.herald.netty.ListenerSettings;
import dev.herald.netty.NettyListeners;
import dev.herald.server.ServerSettings;
import dev.herald.server.XmppServer;
import dev.herald.server.bosh.BoshLimits;
import dev.herald.server.pubsub.ClientRights;
import dev.herald.server.pubsub.PubSubLimits;
import dev.herald.server.pubsub.store.NodeStore;
import dev.herald.server.pubsub.store.jdbc.InitializeSchema;
import dev.herald.server.pubsub.store.jdbc.JdbcNodeStore;
import dev.herald.server.sasl.MemoryAccountStore;
import dev.herald.server.sasl.SaslSettings;
import dev.herald.server.session.StreamLimits;
import dev.herald.xmpp.XmlLimits;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** What {@code herald serve} is, but with its nodes in a database that is reached by a URL. */
final class ServeDatabase {

  private ServeDatabase() {}

  public static void main(String[] args) throws InterruptedException {
    HikariDataSource connections = PostgresStore.connections(args[0]);
    NodeStore store = new JdbcNodeStore(connections, InitializeSchema.ALWAYS);
    PubSubLimits limits = new PubSubLimits(1_000, 1_000, 10_000_000, 10_000_000);
    ServerSettings settings =
        new ServerSettings(
            "localhost",
            "pubsub.localhost",
            true,
            XmlLimits.DEFAULT,
            limits,
            StreamLimits.DEFAULT.withRate(1_000_000, 1_000_000_000),
            BoshLimits.DEFAULT,
            1024 * 1024);
    XmppServer server =
        new XmppServer(
            settings,
            SaslSettings.of("localhost")
                .withScramAccounts(
                    MemoryAccountStore.of(Map.of(Population.account(0), RunningServer.PASSWORD))),
            Optional.empty(),
            new ClientRights(true, List.of()),
            store);
    NettyListeners listeners = NettyListeners.open(server, ListenerSettings.loopback(null, 0));
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  server.close();
                  listeners.close();
                  connections.close();
                }));
    System.out.println(
        RunningServer.LISTENING + listeners.httpPort().orElseThrow() + RunningServer.PATH);
    new CountDownLatch(1).await();
  }
}
