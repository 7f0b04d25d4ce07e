package dev.herald;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How an entity is published to one node; the same options as {@link Published} has. */
public final class Registration {

  private @Nullable String node;
  private final Set<String> fields = new LinkedHashSet<>();
  private final Set<String> exclude = new LinkedHashSet<>();
  private @Nullable Set<Operation> operations;
  private @Nullable PayloadFormat payload;
  private @Nullable Class<?> view;
  private int maxItems;
  private @Nullable Coalescing coalescing;
  private @Nullable ReadAccess access;
  private final Set<String> roles = new LinkedHashSet<>();
  private @Nullable PermissionSource permission;

  /** What the annotations of a class say, in their order; empty when it has none. */
  public static List<Registration> of(Class<?> entity) {
    return Arrays.stream(entity.getDeclaredAnnotationsByType(Published.class))
        .map(Registration::of)
        .toList();
  }

  private static Registration of(Published published) {
    Registration registration =
        new Registration()
            .fields(published.fields())
            .exclude(published.exclude())
            .operations(published.operations())
            .payload(published.payload())
            .maxItems(published.maxItems())
            .access(published.access())
            .roles(published.roles());
    if (!published.coalesce().isEmpty() || !published.longestWait().isEmpty()) {
      registration.coalescing = Coalescing.of(published.coalesce(), published.longestWait());
    }
    if (published.permission() != ReadPermission.class) {
      if (!published.permissionBean().isEmpty()) {
        throw new IllegalArgumentException(
            "@Published names the permission %s and the bean '%s': name one of them"
                .formatted(published.permission().getName(), published.permissionBean()));
      }
      registration.permission(published.permission());
    } else if (!published.permissionBean().isEmpty()) {
      registration.permissionBean(published.permissionBean());
    }
    if (!published.node().isEmpty()) {
      registration.node(published.node());
    }
    return published.view() == void.class ? registration : registration.view(published.view());
  }

  /** The node, with attributes in braces; see {@link Published#node}. */
  public Registration node(String template) {
    node = template;
    return this;
  }

  /** The only attributes to publish. Naming one that looks like a secret permits it. */
  public Registration fields(String... names) {
    fields.addAll(List.of(names));
    return this;
  }

  /** Attributes that are not published. */
  public Registration exclude(String... names) {
    exclude.addAll(List.of(names));
    return this;
  }

  /** What is published; see {@link Published#operations}. */
  public Registration operations(Operation... chosen) {
    if (chosen.length == 0) {
      throw new IllegalArgumentException(
          "An entity without operations is not published: name some, or do not register it");
    }
    operations = EnumSet.copyOf(List.of(chosen));
    return this;
  }

  /** How an entity is written. */
  public Registration payload(PayloadFormat format) {
    payload = format;
    return this;
  }

  /** A view of Jackson's; see {@link Published#view}. */
  public Registration view(Class<?> jsonView) {
    view = jsonView;
    return this;
  }

  /** How many items the node keeps; 0 for the configured number. */
  public Registration maxItems(int number) {
    if (number < 0) {
      throw new IllegalArgumentException("A node cannot keep " + number + " items");
    }
    maxItems = number;
    return this;
  }

  /**
   * A row is told once in a window, at its end, however often it is changed.
   *
   * @param window 10 ms to an hour
   */
  public Registration coalesce(Duration window) {
    return coalesce(window, window);
  }

  /**
   * A row is told when it has not been changed for a while; see {@link Coalescing}.
   *
   * @param longest after which time it is told nevertheless
   */
  public Registration coalesce(Duration window, Duration longest) {
    coalescing = new Coalescing(window, longest);
    return this;
  }

  /** Whom the node is for; see {@link Published#access}. */
  public Registration access(ReadAccess readers) {
    access = readers;
    return this;
  }

  /** Roles of which a reader must have one; see {@link Published#roles}. */
  public Registration roles(String... names) {
    for (String name : names) {
      if (name.isBlank()) {
        throw new IllegalArgumentException(
            "A role has a name, so ' ' is none: name one, or leave the roles out");
      }
      roles.add(name);
    }
    return this;
  }

  /** Decides who may read. */
  public Registration permission(ReadPermission decides) {
    permission = new PermissionSource.Instance(decides);
    return this;
  }

  /** The one bean of this type decides who may read. */
  public Registration permission(Class<? extends ReadPermission> type) {
    permission = new PermissionSource.OfType(type);
    return this;
  }

  /** The bean of this name decides who may read. */
  public Registration permissionBean(String name) {
    permission = new PermissionSource.Named(name);
    return this;
  }

  /**
   * What is said here on top of what another says: names of attributes are added, all else is
   * replaced.
   */
  public Registration over(Registration other) {
    Registration both = new Registration();
    both.node = node == null ? other.node : node;
    both.fields.addAll(other.fields);
    both.fields.addAll(fields);
    both.exclude.addAll(other.exclude);
    both.exclude.addAll(exclude);
    both.operations = operations == null ? other.operations : operations;
    both.payload = payload == null ? other.payload : payload;
    both.view = view == null ? other.view : view;
    both.maxItems = maxItems == 0 ? other.maxItems : maxItems;
    both.coalescing = coalescing == null ? other.coalescing : coalescing;
    both.access = access == null ? other.access : access;
    both.roles.addAll(roles.isEmpty() ? other.roles : roles);
    both.permission = permission == null ? other.permission : permission;
    return both;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Registration that && all().equals(that.all());
  }

  @Override
  public int hashCode() {
    return all().hashCode();
  }

  @Override
  public String toString() {
    return "node=%s, fields=%s, exclude=%s, operations=%s, payload=%s, view=%s, maxItems=%d, coalesce=%s, access=%s, roles=%s, permission=%s"
        .formatted(
            node == null ? "/{application}/{Entity}" : node,
            fields,
            exclude,
            operations(),
            payload(),
            view == null ? "none" : view.getName(),
            maxItems,
            coalescing().isNone()
                ? "none"
                : coalescing().window() + " up to " + coalescing().longest(),
            access(),
            roles,
            permission == null ? "none" : permission);
  }

  private List<Object> all() {
    return List.of(
        Objects.requireNonNullElse(node, ""),
        fields,
        exclude,
        operations(),
        payload(),
        view(),
        maxItems,
        coalescing(),
        access(),
        roles,
        permission());
  }

  /** Empty for {@code /{application}/{Entity}}. */
  public Optional<String> node() {
    return Optional.ofNullable(node);
  }

  public Set<String> fields() {
    return Set.copyOf(fields);
  }

  public Set<String> exclude() {
    return Set.copyOf(exclude);
  }

  /** All of them unless some were chosen. */
  public Set<Operation> operations() {
    return operations == null
        ? EnumSet.allOf(Operation.class)
        : Collections.unmodifiableSet(operations);
  }

  /** XML unless another was chosen. */
  public PayloadFormat payload() {
    return payload == null ? PayloadFormat.XML : payload;
  }

  public Optional<Class<?>> view() {
    return Optional.ofNullable(view);
  }

  public int maxItems() {
    return maxItems;
  }

  /** {@link Coalescing#NONE} unless set. */
  public Coalescing coalescing() {
    return coalescing == null ? Coalescing.NONE : coalescing;
  }

  /** Open unless something else was chosen. */
  public ReadAccess access() {
    return access == null ? ReadAccess.OPEN : access;
  }

  /** Empty when none is asked for. */
  public Set<String> roles() {
    return Set.copyOf(roles);
  }

  public Optional<PermissionSource> permission() {
    return Optional.ofNullable(permission);
  }
}
