package dev.herald.publisher.registration;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** Which attribute of which entity is shown in which node, and to whom. */
public final class ExposureReport {

  /**
   * One attribute in one node.
   *
   * @param node with the attributes of a template in braces; they are shown by its name
   * @param entity the model's name, as payloads have it
   * @param field the attribute; a part of an embeddable with its path
   * @param readers who may read the node
   */
  public record Row(String node, String entity, String field, String readers) {}

  private final List<Row> rows;
  private final List<String> lines;

  private ExposureReport(List<Row> rows, List<String> lines) {
    this.rows = List.copyOf(rows);
    this.lines = List.copyOf(lines);
  }

  /** Reports on entities. */
  public static ExposureReport of(List<PublishedEntity> entities) {
    List<Row> rows = new ArrayList<>();
    List<String> lines = new ArrayList<>();
    for (PublishedEntity entity : entities) {
      String readers = entity.access().readers();
      for (String field : entity.shown()) {
        rows.add(new Row(entity.node(), entity.model(), field, readers));
      }
      lines.add(
          "%s is published to '%s' (%s), for %s: %s"
              .formatted(
                  entity.model(),
                  entity.node(),
                  String.join(
                      ", ",
                      entity.registration().operations().stream()
                          .map(operation -> operation.name().toLowerCase(Locale.ROOT))
                          .toList()),
                  readers,
                  String.join(", ", entity.shown())));
    }
    return new ExposureReport(rows, lines);
  }

  public List<Row> rows() {
    return rows;
  }

  /** A line for each entity and node, for a log. */
  public List<String> lines() {
    return lines;
  }

  /** A table with a line for each row. */
  @Override
  public String toString() {
    int node = width("node", Row::node);
    int entity = width("entity", Row::entity);
    int field = width("field", Row::field);
    String format = "%-" + node + "s  %-" + entity + "s  %-" + field + "s  %s\n";
    StringBuilder table =
        new StringBuilder(format.formatted("node", "entity", "field", "who may read"));
    rows.forEach(
        row ->
            table.append(format.formatted(row.node(), row.entity(), row.field(), row.readers())));
    return table.toString();
  }

  private int width(String title, Function<Row, String> column) {
    return rows.stream()
        .mapToInt(row -> column.apply(row).length())
        .reduce(title.length(), Math::max);
  }
}
