package dev.herald.publisher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.herald.publisher.bulk.BulkPolicy;
import dev.herald.publisher.bulk.BulkWatch;
import dev.herald.publisher.fleet.Fleet.Depot;
import dev.herald.publisher.fleet.Fleet.Part;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is done about bulk statements where they are not to be published, or cannot be. */
class BulkPolicyTest {

  private final SessionFactory factory = Database.of(Part.class, Depot.class);
  private final RecordingNodes nodes = new RecordingNodes();
  private final SaidInLog log = new SaidInLog(BulkWatch.class);
  private Publisher publisher = publisher(BulkPolicy.REFETCH);

  @AfterEach
  void stop() {
    log.close();
    publisher.close();
    factory.close();
  }

  private Publisher publisher(BulkPolicy policy) {
    return new Publisher(
        nodes, PublisherSettings.DEFAULT.withBulk(policy), TransactionBinding.NONE);
  }

  private void start(BulkPolicy policy) {
    factory.inTransaction(
        session -> {
          Part part = new Part();
          part.id = 1L;
          part.name = "old";
          session.persist(part);
        });
    publisher = publisher(policy);
    publisher.register(Part.class);
    publisher.attach(factory);
    publisher.start();
    nodes.taken();
  }

  @Test
  void aWarningSaysOnceForAStatementHowToMendIt() {
    start(BulkPolicy.WARN);
    bulk("update Part set name = 'secret' where id = 1");
    bulk("update Part set name = 'other' where id = 2");
    assertThat(log.messages())
        .singleElement()
        .asString()
        .contains("Part", "'/fleet/Part'", "republish(Part.class)", "herald.bulk=refetch")
        .contains("update spare_parts", "set name=?")
        .doesNotContain("secret");
    bulk("delete from Part where id = 1");
    assertThat(log.messages().size()).isGreaterThan(1);
    assertThat(publisher.metrics().refetches()).isZero();
    assertThat(nodes.itemIds("/fleet/Part")).containsExactly("1");
  }

  @Test
  void aRefusalNamesTheEntityThePropertyAndTheWayOutBeforeTheStatementIsExecuted() {
    start(BulkPolicy.FAIL);
    assertThatThrownBy(() -> bulk("update Part set name = 'secret'"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContainingAll("Part", "'/fleet/Part'", "herald.bulk=fail")
        .hasMessageContaining("herald.bulk=refetch")
        .hasMessageNotContaining("secret");
    factory.inTransaction(
        session -> assertThat(session.find(Part.class, 1L).name).isEqualTo("old"));
    assertThatCode(() -> bulk("update Depot d set name = (select max(p.name) from Part p)"))
        .as("what only reads a published entity")
        .doesNotThrowAnyException();
    assertThatCode(
            () -> factory.inTransaction(session -> session.find(Part.class, 1L).name = "saved"))
        .as("what Hibernate flushes")
        .doesNotThrowAnyException();
  }

  @Test
  void aStatementOnSeveralTablesIsRefusedAsAWhole() {
    start(BulkPolicy.FAIL);
    assertThatThrownBy(() -> bulk("delete from Part")).hasMessageContaining("herald.bulk=fail");
    factory.inTransaction(session -> assertThat(session.find(Part.class, 1L)).isNotNull());
  }

  @ParameterizedTest
  @EnumSource
  void nativeSqlThatDeclaresNothingIsWarnedAboutOnceWhateverThePolicyIs(BulkPolicy policy) {
    start(policy);
    sql("update Spare_Parts set name = 'secret' where id = 4711");
    sql("update Spare_Parts set name = 'other' where id = 4712");
    assertThat(log.messages())
        .singleElement()
        .asString()
        .contains("Part", "'/fleet/Part'", "addSynchronizedEntityClass(Part.class)")
        .contains("org.hibernate.query.native.spaces=spare_parts", "republish(Part.class)")
        .contains("update Spare_Parts set name = ? where id = ?")
        .doesNotContain("secret", "4711");
  }

  @Test
  void nativeSqlOnOtherTablesIsNobodysBusiness() {
    start(BulkPolicy.REFETCH);
    sql("insert into Depot (id, name) select id, name from spare_parts");
    assertThat(log.messages()).isEmpty();
  }

  private void bulk(String statement) {
    factory.inTransaction(session -> session.createMutationQuery(statement).executeUpdate());
  }

  private void sql(String statement) {
    factory.inTransaction(session -> session.createNativeMutationQuery(statement).executeUpdate());
  }
}
