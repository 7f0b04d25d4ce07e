package dev.herald.publisher.registration;

import dev.herald.ReadPermission;

/** Where permissions are found that a registration does not have but names. */
public interface PermissionBeans {

  /** None are known. */
  PermissionBeans NONE =
      new PermissionBeans() {
        @Override
        public ReadPermission ofType(Class<? extends ReadPermission> type) {
          throw unknown(type.getName());
        }

        @Override
        public ReadPermission named(String bean) {
          throw unknown("'" + bean + "'");
        }

        private static IllegalArgumentException unknown(String which) {
          return new IllegalArgumentException(
              "There are no beans here, so %s cannot be found: register the entity with options.permission(…) and an instance"
                  .formatted(which));
        }
      };

  /**
   * The one bean of a type.
   *
   * @throws IllegalArgumentException when there is none, or several
   */
  ReadPermission ofType(Class<? extends ReadPermission> type);

  /**
   * The bean of a name.
   *
   * @throws IllegalArgumentException when there is none, or it is something else
   */
  ReadPermission named(String bean);
}
