package dev.herald.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.herald.Payload;
import dev.herald.Published;
import dev.herald.publisher.NodeOptions;
import dev.herald.publisher.NodePublisher;
import dev.herald.publisher.PublishRefusedException;
import dev.herald.publisher.Publisher;
import dev.herald.publisher.PublisherSettings;
import dev.herald.publisher.TransactionBinding;
import dev.herald.xmpp.XmlElement;
import dev.herald.xmpp.XmlFragment;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** What a test that fails says. */
class FailureMessageTest {

  @Entity(name = "Task")
  @Published
  static class Task {
    @Id long id;
    String title;

    Task() {
      this(0, "");
    }

    Task(long id, String title) {
      this.id = id;
      this.title = title;
    }
  }

  /** Takes nothing of some nodes. */
  private static final class FailingNodes implements NodePublisher {
    private volatile boolean refusing;
    private final CompletableFuture<Void> never = new CompletableFuture<>();
    private volatile boolean silent;

    @Override
    public void createNode(String node, NodeOptions options) {}

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
      if (refusing) {
        throw new PublishRefusedException("Too hot");
      }
      return silent ? never : CompletableFuture.completedStage(null);
    }

    @Override
    public CompletionStage<Void> retract(String node, String itemId) {
      return CompletableFuture.completedStage(null);
    }
  }

  private final SessionFactory sessions = factory();
  private final FailingNodes nodes = new FailingNodes();
  private final NodeRecorder recorder = new NodeRecorder();
  private final Publisher publisher =
      new Publisher(
          recorder.recording(nodes),
          PublisherSettings.DEFAULT.withApplication("todo"),
          TransactionBinding.NONE);
  private final HeraldEvents herald = HeraldEvents.of(publisher, recorder);
  private final HeraldEvents atOnce = herald.within(Duration.ZERO);

  private static SessionFactory factory() {
    return new Configuration()
        .addAnnotatedClass(Task.class)
        .setProperty("hibernate.connection.url", "jdbc:h2:mem:" + UUID.randomUUID())
        .setProperty("hibernate.hbm2ddl.auto", "create")
        .buildSessionFactory();
  }

  @BeforeEach
  void start() {
    publisher.attach(sessions);
    publisher.start();
  }

  @AfterEach
  void close() {
    nodes.never.complete(null);
    publisher.close();
    sessions.close();
  }

  private void save(long id, String title) {
    sessions.inTransaction(session -> session.merge(new Task(id, title)));
  }

  private static String failure(ThrowingCallable assertion) {
    Throwable thrown = catchThrowable(assertion);
    assertThat(thrown).isInstanceOf(AssertionError.class);
    return String.valueOf(thrown.getMessage());
  }

  @Test
  void itShowsWhatWasPublishedAndInWhatItDiffers() {
    save(1, "Read");
    herald.published("/todo/Task");
    publisher.publish("/home", "news", "Hello");
    herald.published("/home");
    assertThat(failure(() -> atOnce.published("/todo/Task").withId(1).withField("title", "Write")))
        .isEqualTo(
            """
            Expected an item published to '/todo/Task' with id '1', with field title = 'Write' within 0 s.
            There is:
              1. insert /todo/Task 1 {id=1, title=Read}   <- title is 'Read'
              2. publish /home news <entry xmlns="http://www.w3.org/2005/Atom">Hello</entry>""");
  }

  @Test
  void itNamesTheNodesThereAreWhenNothingCameToOne() {
    assertThat(failure(() -> atOnce.published("/todo/task")))
        .contains("an item published to '/todo/task'", "There is nothing at all.")
        .contains("Entities are published to: [/todo/Task]");
  }

  @Test
  void itSaysWhichEventsWereNotExpected() {
    save(1, "Read");
    assertThat(failure(herald::nothingPublished))
        .startsWith("Expected nothing to be published or retracted.")
        .contains("1. insert /todo/Task 1 {id=1, title=Read}");
    assertThat(failure(() -> herald.nothingPublished("/todo/Task")))
        .contains("Expected nothing to be published to '/todo/Task'")
        .contains("1. insert /todo/Task 1");
    herald.nothingPublished("/home");
  }

  @Test
  void itCountsWhatIsThereTooOften() {
    save(1, "Read");
    save(2, "Write");
    assertThat(failure(() -> herald.published("/todo/Task").once()))
        .startsWith("Expected an item published to '/todo/Task', once, and found it 2 times.")
        .contains("2. insert /todo/Task 2 {id=2, title=Write}   <- this one");
    herald.published("/todo/Task").times(2);
    herald.published("/todo/Task").withId(2).once();
  }

  @Test
  void anAssertionOfTheTestsOwnIsQuoted() {
    save(1, "Read");
    herald
        .published("/todo/Task")
        .satisfying(event -> assertThat(event.fields()).containsEntry("title", "Read"));
    assertThat(
            failure(
                () ->
                    atOnce
                        .published("/todo/Task")
                        .satisfying(event -> assertThat(event.itemId()).isEqualTo("7"))))
        .contains("satisfying what the test says of it")
        .contains("\"7\"");
  }

  @Test
  void jsonDoesNotSayWhatWasDone() {
    publisher.publish("/json", "1", Payload.json(Map.of("a", 1)));
    herald.published("/json").withField("a", 1);
    assertThat(failure(() -> atOnce.published("/json").operation("insert")))
        .contains("operation is 'publish', as this payload does not say more");
  }

  @Test
  void aFieldThatIsMissingIsNotNull() {
    save(1, "Read");
    herald.published("/todo/Task");
    assertThat(failure(() -> atOnce.published("/todo/Task").withField("titel", null)))
        .contains("<- no field titel");
    assertThat(failure(() -> atOnce.published("/todo/Task").withoutField("title")))
        .contains("<- title is 'Read'");
  }

  @Test
  void whatWasRefusedIsNotPublishedAndSaid() {
    nodes.refusing = true;
    save(1, "Read");
    herald.nothingPublished();
    assertThat(failure(() -> atOnce.published("/todo/Task")))
        .contains("There is nothing at all.")
        .contains("1 changes could not be written or were refused")
        .contains("insert '1' in '/todo/Task' is parked:")
        .contains("Too hot");
  }

  @Test
  void thatNothingIsPublishedIsNotSaidWhileSomethingIsOnItsWay() {
    nodes.silent = true;
    save(1, "Read");
    assertThat(failure(() -> herald.within(Duration.ofMillis(50)).nothingPublished()))
        .isEqualTo(
            "What has been committed did not reach the nodes within 50 ms: 1 changes wait in"
                + " databases; see Herald's warnings in the log");
  }

  @Test
  void onlyTheLatestOfVeryManyAreShown() {
    for (int i = 1; i <= 60; i++) {
      publisher.publish("/home", "item-" + i, "Hello");
    }
    assertThat(failure(() -> herald.nothingPublished()))
        .contains("… 10 before these")
        .contains("60. publish /home item-60")
        .doesNotContain("item-10 ");
  }

  @Test
  void longValuesAreCut() {
    save(1, "Read\nWrite");
    assertThat(failure(herald::nothingPublished)).contains("title=Read\\nWrite").hasLineCount(3);
    publisher.publish("/home", "long", "z".repeat(5_000));
    assertThat(failure(() -> herald.nothingPublished("/home")))
        .contains("characters)")
        .hasSizeLessThan(1_000);
  }

  @Test
  void aSessionWithoutATransactionHasNothingToCommit() {
    sessions.inSession(
        session ->
            assertThatThrownBy(() -> herald.onCommit(session).nothingPublished())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("in no transaction"));
  }

  @Test
  void whatCannotBeWrittenIsSaidBeforeTheCommit() {
    try (SessionFactory others = factory();
        Publisher failing =
            new Publisher(
                recorder.nodes(),
                PublisherSettings.DEFAULT.withApplication("other"),
                TransactionBinding.NONE,
                JsonMapper.builder().build(),
                List.of(
                    entity -> {
                      throw new IllegalStateException("as the test wants it");
                    }))) {
      failing.attach(others);
      failing.start();
      HeraldEvents events = HeraldEvents.of(failing, recorder);
      others.inTransaction(
          session -> {
            session.persist(new Task(1, "Read"));
            assertThat(failure(() -> events.onCommit(session).published("/other/Task")))
                .startsWith(
                    "Expected an item published to '/other/Task' on the commit of this"
                        + " transaction.")
                .contains("The insert of '1' in '/other/Task' cannot be written")
                .contains("IllegalStateException")
                .doesNotContain("as the test wants it");
          });
    }
  }
}
