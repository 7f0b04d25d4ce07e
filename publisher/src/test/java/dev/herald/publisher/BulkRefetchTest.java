package dev.herald.publisher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.publisher.fleet.Fleet.Depot;
import dev.herald.publisher.fleet.Fleet.Part;
import dev.herald.publisher.fleet.Fleet.Saw;
import dev.herald.publisher.fleet.Fleet.Tool;
import dev.herald.publisher.fleet.Fleet.Truck;
import dev.herald.publisher.fleet.Fleet.Vehicle;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.function.UnaryOperator;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.StatelessSession;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.query.NativeQuery;
import org.hibernate.sql.exec.internal.StandardJdbcMutationExecutor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Statements past the persistence context reach the nodes after their commit. */
class BulkRefetchTest {

  private final SessionFactory factory =
      Database.configuration(
              Part.class, Depot.class, Vehicle.class, Truck.class, Tool.class, Saw.class)
          .setProperty("hibernate.allow_update_outside_transaction", "true")
          .buildSessionFactory();
  private final RecordingNodes nodes = new RecordingNodes();
  private final Publisher publisher =
      new Publisher(nodes, PublisherSettings.DEFAULT, TransactionBinding.NONE);

  @AfterEach
  void stop() {
    publisher.close();
    factory.close();
  }

  /** With two parts and a truck, whose nodes are filled. */
  private void start() {
    factory.inTransaction(
        session -> {
          session.persist(depot());
          session.persist(part(1));
          session.persist(part(2));
          session.persist(truck());
          session.persist(saw());
        });
    publisher.register(List.of(Part.class, Vehicle.class, Truck.class, Tool.class));
    publisher.attach(factory);
    publisher.start();
    nodes.taken();
  }

  @Test
  void anUpdateIsPublishedAfterTheCommit() throws Exception {
    start();
    factory.inTransaction(
        session -> {
          hql(session, "update Part set name = 'x' where id = 2");
          assertThat(nodes.words()).isEmpty();
        });
    assertThat(nodes.nextWord()).isEqualTo("changed /fleet/Part 1 0");
    assertThat(nodes.taken()).containsExactly("update /fleet/Part 2");
  }

  @Test
  void anUpdateOfVersionsIsPublished() throws Exception {
    start();
    bulk("update versioned Part set name = 'x' where id = 2");
    assertThat(nodes.nextWord()).isEqualTo("changed /fleet/Part 1 0");
    assertThat(nodes.next().payload().toString()).contains("\"revision\" type=\"Integer\">1<");
  }

  @Test
  void aDeleteIsPublished() throws Exception {
    start();
    bulk("delete from Part where id = 2");
    assertThat(nodes.nextWord()).isEqualTo("changed /fleet/Part 0 1");
    assertThat(nodes.taken()).containsExactly("retract /fleet/Part 2");
  }

  @Test
  void whatASelectInsertsIsPublished() throws Exception {
    start();
    bulk("insert into Part (id, name, revision) select p.id + 10, p.name, 0 from Part p");
    assertThat(nodes.nextWord()).isEqualTo("changed /fleet/Part 2 0");
    assertThat(nodes.taken()).containsExactly("insert /fleet/Part 11", "insert /fleet/Part 12");
  }

  @Test
  void criteriaArePublished() throws Exception {
    start();
    factory.inTransaction(
        session -> {
          var builder = session.getCriteriaBuilder();
          var update = builder.createCriteriaUpdate(Part.class);
          update.from(Part.class);
          update.set("name", "x");
          session.createMutationQuery(update).executeUpdate();
          var delete = builder.createCriteriaDelete(Part.class);
          delete.where(builder.equal(delete.from(Part.class).get("id"), 1L));
          session.createMutationQuery(delete).executeUpdate();
        });
    assertThat(nodes.nextWord()).as("both in one").isEqualTo("changed /fleet/Part 1 1");
    assertThat(publisher.metrics().refetches()).isEqualTo(1);
  }

  @Test
  void nativeSqlThatDeclaresWhatItWritesIsPublished() throws Exception {
    start();
    String sql = "update spare_parts set name = name || '!' where id = 1";
    for (UnaryOperator<NativeQuery<?>> declaration :
        List.<UnaryOperator<NativeQuery<?>>>of(
            query -> query.addSynchronizedEntityClass(Part.class),
            query -> query.addSynchronizedEntityName(Part.class.getName()),
            query -> query.addSynchronizedQuerySpace("Spare_Parts"),
            query -> query.setHint("org.hibernate.query.native.spaces", "spare_parts"))) {
      sql(sql, declaration);
      assertThat(nodes.nextWord()).isEqualTo("changed /fleet/Part 1 0");
    }
  }

  @Test
  void anUpdateOfASuperclassIsPublishedToItsNodeAndThoseOfSubclasses() throws Exception {
    start();
    bulk("update Vehicle set name = 'x'");
    assertThat(List.of(nodes.nextWord(), nodes.nextWord()))
        .containsExactlyInAnyOrder("changed /fleet/Vehicle 1 0", "changed /fleet/Truck 1 0");
  }

  @Test
  void anUpdateOfASubclassIsPublishedToTheNodeOfItsSuperclass() throws Exception {
    start();
    bulk("update Truck set load = 'x', name = 'y'");
    assertThat(List.of(nodes.nextWord(), nodes.nextWord()))
        .containsExactlyInAnyOrder("changed /fleet/Vehicle 1 0", "changed /fleet/Truck 1 0");
    bulk("insert into Truck (name, load) select p.name, 'sand' from Part p");
    assertThat(List.of(nodes.nextWord(), nodes.nextWord()))
        .containsExactlyInAnyOrder("changed /fleet/Vehicle 2 0", "changed /fleet/Truck 2 0");
    bulk("delete from Truck");
    assertThat(List.of(nodes.nextWord(), nodes.nextWord()))
        .containsExactlyInAnyOrder("changed /fleet/Vehicle 0 3", "changed /fleet/Truck 0 3");
    assertThat(publisher.metrics().refetches()).isEqualTo(6);
  }

  @Test
  void aTableOfEachClassIsWatched() throws Exception {
    start();
    bulk("update Saw set teeth = 7");
    assertThat(nodes.nextWord()).isEqualTo("changed /fleet/Tool 1 0");
    bulk("update Tool set name = 'x'");
    assertThat(nodes.nextWord()).isEqualTo("changed /fleet/Tool 1 0");
  }

  @Test
  void theTablesOfCollectionsAreWatched() throws Exception {
    start();
    factory.inTransaction(
        session -> {
          Part part = part(3);
          part.labels.add("a");
          part.depots.add(session.find(Depot.class, 1L));
          session.persist(part);
        });
    nodes.next();
    sql(
        "update Part_labels set labels = 'b'",
        query -> query.addSynchronizedQuerySpace("Part_labels"));
    nodes.nextWord();
    assertThat(nodes.next().payload().toString()).contains("<value>b</value>");
    sql(
        "delete from spare_parts_Depot",
        query -> query.addSynchronizedQuerySpace("spare_parts_Depot"));
    nodes.nextWord();
    assertThat(nodes.next().payload().toString())
        .contains("<field name=\"depots\" rel=\"ManyToMany\" to=\"fleet.Depot\"/>");
  }

  @Test
  void aStatelessSessionIsHeardToo() throws Exception {
    start();
    try (StatelessSession session = factory.openStatelessSession()) {
      session.beginTransaction();
      session.createMutationQuery("update Part set name = 'x'").executeUpdate();
      session.getTransaction().commit();
    }
    assertThat(nodes.nextWord()).isEqualTo("changed /fleet/Part 2 0");
  }

  @Test
  void aStatementWithoutATransactionIsPublishedAtOnce() throws Exception {
    start();
    try (Session session = factory.openSession()) {
      session.doWork(connection -> connection.setAutoCommit(true));
      hql(session, "update Part set name = 'x'");
      assertThat(nodes.nextWord()).isEqualTo("changed /fleet/Part 2 0");
    }
  }

  @Test
  void aRollbackPublishesNothing() throws Exception {
    start();
    try (Session session = factory.openSession()) {
      session.beginTransaction();
      hql(session, "update Part set name = 'x'");
      session.getTransaction().rollback();
    }
    bulk("delete from Part where id = 1");
    assertThat(nodes.nextWord()).isEqualTo("changed /fleet/Part 0 1");
    assertThat(publisher.metrics().refetches()).isEqualTo(1);
  }

  @Test
  void whatWasSavedBeforeAStatementIsNotAnnouncedAfterIt() throws Exception {
    start();
    factory.inTransaction(
        session -> {
          hql(session, "update Part set name = 'first' where id = 1");
          session.find(Part.class, 2L).name = "saved";
          session.flush();
          hql(session, "update Part set name = 'last' where id = 2");
        });
    nodes.nextWord();
    assertThat(nodes.taken())
        .containsExactly("update /fleet/Part 2", "update /fleet/Part 1", "update /fleet/Part 2");
    assertThat(nodes.items("/fleet/Part", List.of("2")).toString()).contains(">last<");
  }

  @Test
  void savesAndStatementsThatOnlyReadAPublishedEntityAreNotBulk() throws Exception {
    start();
    factory.inTransaction(
        session -> {
          Part part = part(3);
          part.labels.add("a");
          session.persist(part);
          session.flush();
          part.labels.add("b");
          part.name = "x";
          session.find(Truck.class, 1L).load = "x";
        });
    bulk("update Depot d set name = (select max(p.name) from Part p)");
    bulk("insert into Depot (id, name) select p.id + 10, p.name from Part p");
    bulk("delete from Depot d where exists (select 1 from Vehicle v where v.name = d.name)");
    bulk("update Part set name = 'y'");
    assertThat(nodes.nextWord()).isEqualTo("changed /fleet/Part 3 0");
    assertThat(publisher.metrics().refetches()).isEqualTo(1);
  }

  @Test
  void hibernateIsAsItWasWhereNobodyListens() {
    assertThat(
            factory
                .unwrap(SessionFactoryImplementor.class)
                .getJdbcServices()
                .getJdbcMutationExecutor())
        .isSameAs(StandardJdbcMutationExecutor.INSTANCE);
  }

  private void bulk(String statement) {
    factory.inTransaction(session -> hql(session, statement));
  }

  private static void hql(Session session, String statement) {
    session.createMutationQuery(statement).executeUpdate();
  }

  private void sql(String statement, UnaryOperator<NativeQuery<?>> declaration) {
    factory.inTransaction(
        session -> {
          EntityManager entities = session;
          declaration
              .apply(entities.createNativeQuery(statement).unwrap(NativeQuery.class))
              .executeUpdate();
        });
  }

  private static Part part(long id) {
    Part part = new Part();
    part.id = id;
    part.name = "part";
    return part;
  }

  private static Depot depot() {
    Depot depot = new Depot();
    depot.id = 1L;
    return depot;
  }

  private static Truck truck() {
    Truck truck = new Truck();
    truck.name = "truck";
    return truck;
  }

  private static Saw saw() {
    Saw saw = new Saw();
    saw.id = 1L;
    return saw;
  }
}
