package dev.herald.publisher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.Operation;
import dev.herald.Payload;
import dev.herald.PayloadFormat;
import dev.herald.PayloadSerializer;
import dev.herald.Republication;
import dev.herald.publisher.shop.Order;
import dev.herald.xmpp.XmlElement;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** Bulk statements and republishing, where an entity is in several nodes and forms. */
class BulkProjectionTest {

  private static final Duration SOON = Duration.ofSeconds(20);

  private Shop shop = new Shop();
  private final RecordingNodes nodes = new RecordingNodes();
  private Publisher publisher =
      new Publisher(nodes, PublisherSettings.DEFAULT, TransactionBinding.NONE);

  @AfterEach
  void stop() {
    publisher.close();
    shop.close();
  }

  private void start() {
    publisher.attach(shop.factory);
    publisher.start();
  }

  /** An order for each of these quantities, announced. */
  private List<Long> orders(int... quantities) throws Exception {
    List<Long> ids = new ArrayList<>();
    for (int quantity : quantities) {
      Order order = new Order();
      order.quantity = quantity;
      order.note = "old";
      order.labels.add("a");
      shop.commit(session -> session.persist(order));
      ids.add(order.id);
    }
    return ids;
  }

  private void bulk(String hql) {
    shop.commit(session -> session.createMutationQuery(hql).executeUpdate());
  }

  @Test
  void rowsMoveBetweenTheNodesOfATemplate() throws Exception {
    publisher.register(Order.class, options -> options.node("/of/{quantity}").fields("note"));
    start();
    List<Long> ids = orders(1, 1, 2);
    nodes.await(() -> nodes.itemIds("/of/1").size() == 2 && nodes.itemIds("/of/2").size() == 1);
    bulk("update Order set quantity = quantity + 1 where id = " + ids.get(1));
    bulk("update Order set quantity = 7 where id = " + ids.get(2));
    nodes.await(() -> nodes.itemIds("/of/7").size() == 1);
    nodes.await(() -> List.copyOf(nodes.itemIds("/of/2")).equals(List.of("" + ids.get(1))));
    nodes.await(() -> List.copyOf(nodes.itemIds("/of/1")).equals(List.of("" + ids.get(0))));
    assertThat(nodes.options("/of/7").maxItems()).isEqualTo(1_000);
    bulk("delete from Order where quantity = 7");
    nodes.await(() -> nodes.itemIds("/of/7").isEmpty());
  }

  @Test
  void jsonIsComparedAsWhatItSays() throws Exception {
    publisher.register(
        Order.class,
        options -> options.node("/json").fields("note", "labels").payload(PayloadFormat.JSON));
    start();
    List<Long> ids = orders(1, 2);
    nodes.await(() -> publisher.waiting() == 0);
    taken();
    bulk("update Order set note = 'new' where id = " + ids.get(1));
    assertThat(nextWord()).isEqualTo("changed /json 1 0");
    assertThat(taken()).hasSize(1);
    assertThat(payload("/json", ids.get(1))).contains("\"note\":\"new\"", "\"labels\":[\"a\"]");
  }

  @Test
  void aSerializersPayloadIsComparedAndKeepsItsCollections() throws Exception {
    PayloadSerializer serializer =
        entity -> Optional.of(Payload.json(Map.copyOf(nonNull(entity.attributes()))));
    publisher.close();
    publisher =
        new Publisher(
            nodes,
            PublisherSettings.DEFAULT,
            TransactionBinding.NONE,
            new JsonMapper(),
            List.of(serializer));
    publisher.register(Order.class, options -> options.node("/own").fields("note", "labels"));
    start();
    List<Long> ids = orders(1, 2);
    nodes.await(() -> publisher.waiting() == 0);
    taken();
    bulk("update Order set note = 'new' where id = " + ids.get(0));
    nodes.await(() -> payload("/own", ids.get(0)).contains("new"));
    assertThat(payload("/own", ids.get(0))).contains("\"labels\":[\"a\"]");
    assertThat(taken()).hasSize(1);
  }

  private static Map<String, Object> nonNull(Map<String, ? extends Object> attributes) {
    Map<String, Object> all = new TreeMap<>();
    attributes.forEach(
        (name, value) -> {
          if (value != null) {
            all.put(name, value);
          }
        });
    return all;
  }

  @Test
  void operationsThatAreNotPublishedStayUnpublished() throws Exception {
    publisher.register(
        Order.class, options -> options.node("/log").operations(Operation.INSERT).fields("note"));
    publisher.register(
        Order.class, options -> options.node("/gone").operations(Operation.DELETE).fields("note"));
    start();
    List<Long> ids = orders(1, 2);
    nodes.await(() -> publisher.waiting() == 0);
    taken();
    bulk("update Order set note = 'new'");
    bulk("delete from Order where id = " + ids.get(0));
    shop.commit(
        session ->
            session
                .createMutationQuery("insert into Order (id, note, quantity) values (1000, 'x', 1)")
                .executeUpdate());
    nodes.await(() -> nodes.itemIds("/log").contains("1000"));
    assertThat(taken()).containsExactly("insert /log 1000");
  }

  @Test
  void allNodesOfAnEntityAreRepublished() throws Exception {
    publisher.register(Order.class, options -> options.node("/of/{quantity}").fields("note"));
    publisher.register(Order.class, options -> options.node("/all").fields("note"));
    start();
    List<Long> ids = orders(1, 2);
    nodes.await(() -> publisher.waiting() == 0);
    taken();
    Republication all = publisher.republish(Order.class);
    assertThat(all.await(SOON)).isEqualTo(6);
    assertThat(all.total()).hasValue(6);
    assertThat(taken())
        .containsExactlyInAnyOrder(
            "update /all " + ids.get(0),
            "update /all " + ids.get(1),
            "update /of/1 " + ids.get(0),
            "update /of/2 " + ids.get(1));
  }

  @Test
  void aRowThatIsInAnotherNodeLeavesThatOfATemplateWhenItIsRepublished() throws Exception {
    publisher.register(Order.class, options -> options.node("/of/{quantity}").fields("note"));
    start();
    List<Long> ids = orders(1, 2);
    nodes.await(() -> publisher.waiting() == 0);
    taken();
    sql("update orders set quantity = 3 where id = " + ids.get(1));
    publisher.republish(Order.class, List.of(ids.get(1))).await(SOON);
    assertThat(taken())
        .containsExactlyInAnyOrder("retract /of/2 " + ids.get(1), "insert /of/3 " + ids.get(1));
  }

  @Test
  void whatHappenedWhileNobodyListenedIsPublishedAtTheNextStart() throws Exception {
    publisher.register(Order.class, options -> options.node("/all").fields("note", "labels"));
    start();
    List<Long> ids = orders(1, 2, 3);
    nodes.await(() -> nodes.itemIds("/all").size() == 3);
    publisher.close();
    shop.factory.close();
    shop = shop.again();
    sql("delete from Order_labels where Order_id = " + ids.get(0));
    sql("delete from orders where id = " + ids.get(0));
    sql("update orders set note = 'new' where id = " + ids.get(1));
    taken();
    publisher = new Publisher(nodes, PublisherSettings.DEFAULT, TransactionBinding.NONE);
    publisher.register(Order.class, options -> options.node("/all").fields("note", "labels"));
    start();
    assertThat(nextWord()).isEqualTo("changed /all 1 1");
    assertThat(taken()).containsExactly("retract /all " + ids.get(0), "update /all " + ids.get(1));
  }

  /** What has happened, without the node that the class is annotated for. */
  private List<String> taken() {
    return nodes.taken().stream().filter(event -> !event.contains(" /shop/Order ")).toList();
  }

  private String nextWord() throws InterruptedException {
    String word = nodes.nextWord();
    return word.contains(" /shop/Order ") ? nextWord() : word;
  }

  /** Past Hibernate. */
  private void sql(String statement) {
    shop.commit(
        session ->
            session.doWork(
                connection -> {
                  try (Statement sql = connection.createStatement()) {
                    sql.executeUpdate(statement);
                  }
                }));
  }

  private String payload(String node, Long id) {
    XmlElement payload = nodes.items(node, List.of("" + id)).get("" + id);
    return payload == null ? "" : payload.text();
  }
}
