package dev.herald.publisher.registration;

import dev.herald.Registration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.hibernate.persister.entity.EntityPersister;
import org.hibernate.type.CompositeType;
import org.hibernate.type.Type;

/**
 * Which attributes of an entity are published. An attribute of an embeddable is named with a dot,
 * as in {@code address.street}.
 */
public final class PublishedAttributes {

  private final Set<String> fields;
  private final Set<String> exclude;
  private final Map<String, Boolean> decided = new ConcurrentHashMap<>();

  private PublishedAttributes(Registration options) {
    this.fields = options.fields();
    this.exclude = options.exclude();
  }

  /**
   * Decides for an entity.
   *
   * @throws IllegalArgumentException when the options name what it does not have, or when nothing
   *     is decided about what looks like a secret
   */
  static PublishedAttributes of(EntityPersister persister, Registration options) {
    PublishedAttributes attributes = new PublishedAttributes(options);
    String entity = persister.getEntityName();
    Set<String> known = new TreeSet<>();
    List<String> secrets = new ArrayList<>();
    String id = persister.getIdentifierPropertyName();
    if (id != null) {
      known.add(id);
    }
    attributes.inspect(
        persister.getMappedClass(),
        "",
        persister.getPropertyNames(),
        persister.getPropertyTypes(),
        known,
        secrets);
    for (String named : options.fields()) {
      attributes.requireKnown(entity, "fields", named, known);
    }
    for (String named : options.exclude()) {
      attributes.requireKnown(entity, "exclude", named, known);
    }
    if (!secrets.isEmpty()) {
      throw new IllegalArgumentException(
          ("%s is published, and its attribute '%s' is named like a secret: hide it by @JsonIgnore or"
                  + " @Published(exclude = \"%s\"), or list it in @Published(fields = …) if every"
                  + " subscriber may see it")
              .formatted(entity, secrets.get(0), secrets.get(0)));
    }
    return attributes;
  }

  /**
   * Whether an attribute is published.
   *
   * @param owner the class that has it
   * @param path its name, after those of the embeddables around it
   */
  public boolean includes(Class<?> owner, String path, Class<?> type) {
    return decided.computeIfAbsent(owner.getName() + ' ' + path, key -> decide(owner, path, type));
  }

  private boolean decide(Class<?> owner, String path, Class<?> type) {
    if (exclude.contains(path)) {
      return false;
    }
    String top = path.contains(".") ? path.substring(0, path.indexOf('.')) : path;
    if (!fields.isEmpty()) {
      return fields.contains(path)
          || fields.contains(top)
          || fields.stream().anyMatch(field -> field.startsWith(path + "."));
    }
    return !HiddenByJackson.hides(owner, path.substring(path.lastIndexOf('.') + 1), type);
  }

  private void inspect(
      Class<?> owner,
      String prefix,
      String[] names,
      Type[] types,
      Set<String> known,
      List<String> secrets) {
    for (int i = 0; i < names.length; i++) {
      String path = prefix + names[i];
      known.add(path);
      if (!includes(owner, path, types[i].getReturnedClass())) {
        continue;
      }
      if (SecretNames.looksSecret(names[i]) && !fields.contains(path)) {
        secrets.add(path);
      }
      if (types[i] instanceof CompositeType embedded) {
        inspect(
            embedded.getReturnedClass(),
            path + ".",
            embedded.getPropertyNames(),
            embedded.getSubtypes(),
            known,
            secrets);
      }
    }
  }

  private void requireKnown(String entity, String option, String name, Set<String> known) {
    if (!known.contains(name)) {
      throw new IllegalArgumentException(
          "%s has no attribute '%s', which is in its %s; it has %s"
              .formatted(entity, name, option, known));
    }
  }
}
