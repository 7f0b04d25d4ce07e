package dev.herald.publisher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.EntitySnapshot;
import dev.herald.ParkedChange;
import dev.herald.Payload;
import dev.herald.PayloadSerializer;
import dev.herald.publisher.hostile.Letter;
import dev.herald.publisher.outbox.jdbc.InitializeOutbox;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

/**
 * Whatever is wrong with an entity or its serializer: its save is committed, the failure is parked
 * and told without values of the row, and nothing else is delayed.
 */
abstract class HostileEntityContract {

  private static final String NODE = "/hostile/" + Letter.NAME;
  private static final String SECRET = "what is written in it";

  private final RecordingNodes nodes = new RecordingNodes();
  private SessionFactory factory;
  private Publisher publisher;
  private PayloadSerializer serializer = snapshot -> Optional.empty();

  abstract DataSource emptyDatabase() throws Exception;

  @BeforeEach
  void start() throws Exception {
    Configuration configuration =
        new Configuration()
            .addAnnotatedClass(Letter.class)
            .setProperty("hibernate.hbm2ddl.auto", "update");
    configuration.getProperties().put("hibernate.connection.datasource", emptyDatabase());
    factory = configuration.buildSessionFactory();
    publisher =
        new Publisher(
            nodes,
            PublisherSettings.DEFAULT.withInitialize(InitializeOutbox.ALWAYS),
            TransactionBinding.NONE,
            new JsonMapper(),
            List.of(snapshot -> serializer.serialize(snapshot)));
    publisher.register(Letter.class);
    publisher.attach(factory);
    publisher.start();
  }

  @AfterEach
  void stop() {
    publisher.close();
    factory.close();
  }

  /** A serializer that cannot write the letter, for one reason or another. */
  record Failing(String why, PayloadSerializer serializer) {
    @Override
    public String toString() {
      return why;
    }
  }

  /** A getter that throws. */
  public static final class Throwing {
    private final Optional<String> text = Optional.empty();

    public String getText() {
      return text.orElseThrow(() -> new IllegalStateException(SECRET));
    }
  }

  static Stream<Failing> failing() {
    Map<String, Object> cyclic = new HashMap<>();
    cyclic.put("self", cyclic);
    return Stream.of(
        new Failing(
            "throws",
            letter -> {
              throw new IllegalStateException(SECRET);
            }),
        new Failing(
            "overflows the stack",
            letter -> {
              throw new StackOverflowError();
            }),
        new Failing(
            "lacks a class",
            letter -> {
              throw new NoClassDefFoundError("some/Class");
            }),
        new Failing("answers a cyclic graph as JSON", letter -> Optional.of(Payload.json(cyclic))),
        new Failing("answers a cyclic graph as XML", letter -> Optional.of(Payload.of(cyclic))),
        new Failing(
            "answers an object whose getter throws",
            letter -> Optional.of(Payload.json(new Throwing()))),
        new Failing("answers no XML", letter -> Optional.of(Payload.xml("<" + SECRET))),
        new Failing(
            "answers XML with an entity of its own",
            letter -> Optional.of(Payload.xml("<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"))),
        new Failing("answers null", HostileEntityContract::nothing));
  }

  @SuppressWarnings("NullAway") // As an application without its checks would.
  private static Optional<Payload> nothing(EntitySnapshot letter) {
    return null;
  }

  @ParameterizedTest
  @MethodSource("failing")
  void aSerializerThatFailsParksTheChange(Failing failing) throws Exception {
    serializer =
        letter ->
            letter.itemId().equals("hostile")
                ? failing.serializer.serialize(letter)
                : Optional.empty();
    factory.inTransaction(
        session -> {
          session.persist(new Letter("hostile", SECRET));
          session.persist(new Letter("good", "read me"));
        });
    assertThat(nodes.next()).hasToString("insert " + NODE + " good");
    factory.inTransaction(session -> session.find(Letter.class, "good").text = "again");
    assertThat(nodes.next()).hasToString("update " + NODE + " good");
    Letter committed = factory.fromTransaction(session -> session.find(Letter.class, "hostile"));
    assertThat(committed).isNotNull();
    List<ParkedChange> parked = publisher.parked(10);
    assertThat(parked).hasSize(1);
    assertThat(parked.get(0).itemId()).isEqualTo("hostile");
    assertThat(parked.get(0).failure()).isNotBlank().doesNotContain(SECRET);
    assertThat(publisher.metrics().failed()).isPositive();
  }

  @Test
  void aParkedChangeIsGoneWhenTheRowIsSavedAgainAndCanBeWritten() throws Exception {
    serializer =
        letter -> {
          throw new IllegalStateException(SECRET);
        };
    factory.inTransaction(session -> session.persist(new Letter("hostile", SECRET)));
    nodes.await(() -> publisher.parked(10).size() == 1);
    serializer = letter -> Optional.empty();
    factory.inTransaction(session -> session.find(Letter.class, "hostile").text = "better");
    assertThat(nodes.next()).hasToString("update " + NODE + " hostile");
    nodes.await(() -> publisher.parked(10).isEmpty());
  }

  @ParameterizedTest
  @MethodSource("ids")
  void anIdOfAnyCharactersIsAnItemsId(String id) throws Exception {
    factory.inTransaction(session -> session.persist(new Letter(id, "a")));
    assertThat(nodes.next().itemId()).isEqualTo(id);
    factory.inTransaction(session -> session.remove(session.find(Letter.class, id)));
    assertThat(nodes.next()).hasToString("retract " + NODE + " " + id);
  }

  static Stream<String> ids() {
    return Stream.of(" ", "<&'\">]]>", "a/b#c?d", "𝄞ä\u2028", "'; drop table letters; --", "%00");
  }

  @Test
  void itsTableIsReadWhateverItIsCalled() throws Exception {
    factory.inTransaction(
        session -> {
          session.persist(new Letter("1", "a"));
          session.persist(new Letter("2", "a"));
        });
    nodes.await(() -> publisher.waiting() == 0);
    nodes.taken();
    factory.inTransaction(
        session ->
            session
                .createNativeQuery("update letters set text = 'b' where id = '2'", Void.class)
                .addSynchronizedEntityClass(Letter.class)
                .executeUpdate());
    assertThat(nodes.next()).hasToString("update " + NODE + " 2");
    publisher.republish(Letter.class, List.of("1")).await(Duration.ofSeconds(20));
    assertThat(nodes.next()).hasToString("update " + NODE + " 1");
  }
}
