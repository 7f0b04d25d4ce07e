package dev.herald.spring;

import dev.herald.ReadPermission;
import dev.herald.publisher.registration.PermissionBeans;
import org.springframework.beans.BeansException;
import org.springframework.beans.factory.BeanFactory;

/** Permissions that are beans. */
final class ApplicationPermissions implements PermissionBeans {

  private final BeanFactory beans;

  ApplicationPermissions(BeanFactory beans) {
    this.beans = beans;
  }

  @Override
  public ReadPermission ofType(Class<? extends ReadPermission> type) {
    try {
      return beans.getBean(type);
    } catch (BeansException e) {
      throw new IllegalArgumentException(
          "%s decides who may read, so there must be one bean of it, as by @Component: %s"
              .formatted(type.getName(), e.getMessage()),
          e);
    }
  }

  @Override
  public ReadPermission named(String bean) {
    try {
      return beans.getBean(bean, ReadPermission.class);
    } catch (BeansException e) {
      throw new IllegalArgumentException(
          "'%s' decides who may read, so there must be a bean of this name that is a %s: %s"
              .formatted(bean, ReadPermission.class.getName(), e.getMessage()),
          e);
    }
  }
}
