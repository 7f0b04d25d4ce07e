package dev.herald.publisher.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which tables a statement writes, in the dialects of several databases. */
class SqlTargetsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "update orders set note = 'update lines'                                | orders",
        "UPDATE ORDERS SET n = (SELECT max(n) FROM lines)                       | orders",
        "update orders o1_0 set note=? where o1_0.id in (select id from lines)  | orders",
        "update only shop.\"Orders\" as o set note = ''                         | shop.orders",
        "update `order` set a = 'it''s from lines'                              | order",
        "update o set o.note = 1 from [dbo].[Orders] o join lines l on 1=1      | dbo.orders",
        "delete from orders where exists (select 1 from lines for update)       | orders",
        "delete o from orders as o                                              | orders",
        "delete orders                                                          | orders",
        "insert into orders (a) select a from lines                             | orders",
        "insert ignore into orders values (1) on duplicate key update a = 1     | orders",
        "insert into orders as o(a) values (1) on conflict (a) do update set a=2| orders",
        "merge into orders o using lines l on (o.a=l.a) when matched then delete| orders",
        "replace into orders values (replace('a', 'b', 'c'))                    | orders",
        "truncate table orders, only lines                                      | orders lines",
        "with x as (select 1), u as (update orders b set a=1 returning id),"
            + "d as (delete from lines) select count(*) from x                  | orders lines",
        "(select 1 from orders) for update                                      |",
        "/* delete */ select * from orders for no key update                    |",
        "create table x (a int references orders on delete cascade)             |",
        "call truncate(1.5, 2)                                                  |",
      })
  void aStatementWrites(String sql, String tables) {
    assertThat(
            SqlTargets.of(sql).stream()
                .map(name -> String.join(".", name.parts()))
                .collect(Collectors.joining(" ")))
        .isEqualTo(tables == null ? "" : tables);
  }

  @Test
  void commentsAreNotRead() {
    assertThat(SqlTargets.of("update orders -- delete from a\n set a = 1 /* delete from b */"))
        .containsExactly(TableName.of("orders"));
    assertThat(SqlText.isPlainQuery("-- update\n/* delete */ ( select 1 )")).isTrue();
  }

  @Test
  void aVeryLongStatementIsReadWithoutARecursion() {
    String sql =
        "/*" + "*".repeat(100_000) + "*/ update orders set a = '" + "''".repeat(100_000) + "'";
    assertThat(SqlTargets.of(sql)).containsExactly(TableName.of("orders"));
  }

  @Test
  void aNameWithoutASchemaMayBeInAny() {
    TableName orders = TableName.of("shop.\"Orders\"");
    assertThat(orders.isSameAs(TableName.of("ORDERS"))).isTrue();
    assertThat(orders.isSameAs(TableName.of("Shop . orders"))).isTrue();
    assertThat(orders.isSameAs(TableName.of("store.orders"))).isFalse();
    assertThat(orders.isSameAs(TableName.of("order"))).isFalse();
    assertThat(TableName.of("a.`b.c`").parts()).isEqualTo(List.of("a", "b.c"));
  }

  @Test
  void valuesAreNotShown() {
    assertThat(
            SqlText.withoutValues(
                "update t1 set a = 'it''s secret', b2 = 4711.5 where c.d3 = :e4 and f = -7"))
        .isEqualTo("update t1 set a = ??, b2 = ? where c.d3 = :e4 and f = -?");
    assertThat(SqlText.withoutValues("x".repeat(1_000))).hasSize(501);
  }
}
