package dev.herald.publisher.registration;

import dev.herald.Coalescing;
import dev.herald.Operation;
import dev.herald.Registration;
import dev.herald.publisher.attributes.PublishedAttributes;
import dev.herald.publisher.payload.EntityIds;
import dev.herald.publisher.payload.EntityItem;
import dev.herald.publisher.payload.EntityWriter;
import dev.herald.publisher.payload.LoadedAttributes;
import dev.herald.xmpp.XmlElement;
import jakarta.persistence.criteria.CriteriaBuilder;
import jakarta.persistence.criteria.Path;
import jakarta.persistence.criteria.Predicate;
import jakarta.persistence.criteria.Root;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntConsumer;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.persister.entity.EntityPersister;
import org.hibernate.type.Type;
import org.jspecify.annotations.Nullable;

/** An entity as it is published to one node, or to the nodes of one template. */
public final class PublishedEntity {

  private final EntityPersister persister;
  private final String name;
  private final String application;
  private final Registration registration;
  private final PublishedAttributes attributes;
  private final NodeTemplate template;
  private final EntityWriter writer;
  private final int maxItems;
  private final NodeAccess access;

  /**
   * Resolves a registration.
   *
   * @param options with the node
   * @throws IllegalArgumentException when the entity cannot be published like this
   */
  PublishedEntity(
      EntityPersister persister,
      String application,
      Registration options,
      EntityWriter writer,
      int maxItems,
      PermissionBeans permissions) {
    String node = options.node().orElseThrow();
    this.persister = persister;
    this.name =
        persister.getFactory().getJpaMetamodel().entity(persister.getMappedClass()).getName();
    this.application = application;
    this.registration = options;
    this.attributes = PublishedAttributes.of(persister, options, node);
    this.template =
        NodeTemplate.of(node, path -> NodeVariableSearch.find(node, persister, attributes, path));
    this.writer = writer;
    this.maxItems = maxItems;
    this.access = NodeAccess.of(template, options, permissions);
  }

  public SessionFactoryImplementor factory() {
    return persister.getFactory();
  }

  /** Of the class that is registered; an instance may have that of a subclass. */
  public EntityPersister persister() {
    return persister;
  }

  /** JPA's name of the entity. */
  public String name() {
    return name;
  }

  /** How many items its node keeps, or each of them. */
  public int maxItems() {
    return maxItems;
  }

  /** How long the changes of a row wait to be told as one. */
  public Coalescing coalescing() {
    return registration.coalescing();
  }

  /** The node; where there is more than one, the template with attributes in braces. */
  public String node() {
    return template.text();
  }

  /** Whether all instances are in one node, which can exist before any of them. */
  public boolean hasFixedNode() {
    return template.isFixed();
  }

  /** Whether this is the node, or may be one of the nodes. */
  public boolean hasNode(String node) {
    return template.matches(node);
  }

  /**
   * The node of an instance.
   *
   * @param ofInstance the persister of its own class
   * @param state in the order of that persister's properties
   * @throws IllegalStateException when an attribute that the node is named by is not loaded
   * @throws IllegalArgumentException when the name is too long
   */
  public String node(EntityPersister ofInstance, Object id, @Nullable Object[] state) {
    return template.node(ofInstance, id, state);
  }

  /** The conditions for the rows of one of its nodes; none when there is one only. */
  public List<Predicate> rows(String node, CriteriaBuilder builder, Root<?> row) {
    return template.rows(node, builder, row);
  }

  /** With what the names of all its nodes begin. */
  public String nodePrefix() {
    return template.prefix();
  }

  /** The values that its nodes are named by, as a query has them; empty when there is one only. */
  public List<Path<?>> nodeValues(Root<?> row) {
    return template.values(row);
  }

  /** The node of these values, in the order of {@link #nodeValues}. */
  public String node(@Nullable Object[] values) {
    return template.node(values);
  }

  /** The id of an instance's item. */
  public String itemId(EntityPersister ofInstance, Object id) {
    return EntityIds.text(ofInstance, id);
  }

  /** Whether an operation is published, all that a transaction did to a row taken as one. */
  public boolean publishes(Operation operation) {
    return registration.operations().contains(operation);
  }

  /**
   * The payload of an instance's item. What an application's serializer throws is thrown on.
   *
   * @param changed the attributes that an update has changed; empty when that is not known
   * @param onReplaced told how many characters XML could not carry
   */
  public XmlElement payload(
      EntityPersister ofInstance,
      Object id,
      @Nullable Object[] state,
      Operation operation,
      Set<String> changed,
      Instant at,
      IntConsumer onReplaced) {
    return writer.write(
        new EntityItem(
            application,
            name,
            node(),
            ofInstance,
            id,
            operation,
            published(ofInstance, changed),
            !changed.isEmpty(),
            at,
            new LoadedAttributes(attributes, factory()).of(ofInstance, id, state)),
        registration.payload(),
        onReplaced);
  }

  /** Those of an instance's attributes that are published, in their order. */
  public Set<String> published(EntityPersister ofInstance, Set<String> changed) {
    if (changed.isEmpty()) {
      return Set.of();
    }
    Set<String> published = new LinkedHashSet<>();
    String[] names = ofInstance.getPropertyNames();
    Type[] types = ofInstance.getPropertyTypes();
    for (int i = 0; i < names.length; i++) {
      if (changed.contains(names[i])
          && attributes.includes(ofInstance.getMappedClass(), names[i], types[i])) {
        published.add(names[i]);
      }
    }
    return published;
  }

  /**
   * Whether an attribute is published.
   *
   * @param owner the class that has it
   * @param path its name, after those of the embeddables around it
   */
  public boolean shows(Class<?> owner, String path, Type type) {
    return attributes.includes(owner, path, type);
  }

  /** What has been asked for, the node included. */
  Registration registration() {
    return registration;
  }

  /** The attributes that are published, those of subclasses too. */
  Set<String> shown() {
    return attributes.shown();
  }

  String model() {
    return application + "." + name;
  }

  /** Who may read its nodes. */
  public NodeAccess access() {
    return access;
  }

  /** The class that is registered. */
  public Class<?> type() {
    return persister.getMappedClass();
  }

  boolean sharesNodeWith(PublishedEntity other) {
    return template.overlaps(other.template);
  }
}
