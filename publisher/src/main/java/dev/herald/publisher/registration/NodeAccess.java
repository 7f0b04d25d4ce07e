package dev.herald.publisher.registration;

import dev.herald.NodeName;
import dev.herald.NodeReader;
import dev.herald.PermissionSource;
import dev.herald.ReadAccess;
import dev.herald.ReadPermission;
import dev.herald.Registration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who may read a node, or those of one template, whether they exist or not: whoever fits all that
 * was said. Thread-safe.
 */
public final class NodeAccess {

  private static final Logger log = LoggerFactory.getLogger(NodeAccess.class);

  private final NodeTemplate template;
  private final boolean authenticated;
  private final Set<String> roles;
  private final @Nullable ReadPermission permission;
  private final String permissionName;
  private final AtomicBoolean warned = new AtomicBoolean();

  private NodeAccess(
      NodeTemplate template, Registration options, @Nullable ReadPermission permission) {
    this.template = template;
    this.authenticated = options.access() == ReadAccess.AUTHENTICATED;
    this.roles = options.roles();
    this.permission = permission;
    this.permissionName = options.permission().map(NodeAccess::name).orElse("");
  }

  /**
   * What was said in a registration.
   *
   * @throws IllegalArgumentException when it names a permission that cannot be found
   */
  static NodeAccess of(NodeTemplate template, Registration options, PermissionBeans beans) {
    return new NodeAccess(
        template, options, options.permission().map(source -> find(source, beans)).orElse(null));
  }

  private static ReadPermission find(PermissionSource source, PermissionBeans beans) {
    if (source instanceof PermissionSource.Instance instance) {
      return instance.permission();
    }
    return source instanceof PermissionSource.Named named
        ? beans.named(named.bean())
        : beans.ofType(((PermissionSource.OfType) source).type());
  }

  private static String name(PermissionSource source) {
    if (source instanceof PermissionSource.Named named) {
      return named.bean();
    }
    Class<?> type =
        source instanceof PermissionSource.OfType of
            ? of.type()
            : ((PermissionSource.Instance) source).permission().getClass();
    return type.isSynthetic() || type.isAnonymousClass() ? "a permission" : type.getSimpleName();
  }

  /** The node, or the template. */
  public String nodes() {
    return template.text();
  }

  /** Whether a node is one of these. */
  public boolean covers(String node) {
    return template.matches(node);
  }

  /** Whether nothing but a connection is asked of a reader. */
  public boolean isOpen() {
    return !authenticated && roles.isEmpty() && permission == null;
  }

  /**
   * Whether {@link #permits} is known without the application, so that it can be asked for many
   * nodes at once.
   */
  public boolean isPlain() {
    return permission == null;
  }

  /**
   * Whether somebody may read one of these nodes. What the application's permission throws is
   * thrown on.
   */
  public boolean permits(NodeReader reader, String node) {
    if (reader.anonymous() && (authenticated || !roles.isEmpty())) {
      return false;
    }
    if (!roles.isEmpty() && roles.stream().noneMatch(reader::hasRole)) {
      warnOfNone(reader);
      return false;
    }
    return permission == null || isPermitted(permission, reader, node);
  }

  private boolean isPermitted(ReadPermission asked, NodeReader reader, String node) {
    Optional<NodeName> name = template.parse(node);
    // No value is written like this, so that there never is such a node.
    return name.isPresent() && asked.mayRead(reader, name.get());
  }

  /** Once: it is more likely how the application is set up than who this is. */
  private void warnOfNone(NodeReader reader) {
    if (reader.authorities().isEmpty() && warned.compareAndSet(false, true)) {
      log.warn(
          "'{}' may not read '{}', which is for {}: this login has no roles at all. Accounts that"
              + " know roles say so, as Spring Security's do; those of herald.users know none",
          reader.name(),
          template.text(),
          readers());
    }
  }

  /** In words, for the report. */
  public String readers() {
    List<String> all = new ArrayList<>();
    if (!roles.isEmpty()) {
      all.add(
          (roles.size() == 1 ? "the role " : "the roles ")
              + String.join(", ", new TreeSet<>(roles)));
    } else if (authenticated) {
      all.add("everyone who has logged in");
    }
    if (permission != null) {
      all.add("whom " + permissionName + " permits");
    }
    return all.isEmpty() ? "everyone who may connect" : String.join(", ", all);
  }

  @Override
  public String toString() {
    return template.text() + " for " + readers();
  }
}
