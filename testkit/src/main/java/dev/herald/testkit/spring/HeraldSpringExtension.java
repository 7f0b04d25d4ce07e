package dev.herald.testkit.spring;

import dev.herald.testkit.HeraldEvents;
import java.lang.reflect.Method;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.junit.jupiter.SpringExtension;

/** Hands the events of the test's application context to its methods. */
final class HeraldSpringExtension implements BeforeEachCallback, ParameterResolver {

  @Override
  public void beforeEach(ExtensionContext test) {
    events(test).reset();
  }

  /** Constructors and what is {@code @Autowired} are Spring's, which has the bean. */
  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
    return parameter.getParameter().getType() == HeraldEvents.class
        && parameter.getDeclaringExecutable() instanceof Method
        && !parameter.isAnnotated(Autowired.class);
  }

  @Override
  public HeraldEvents resolveParameter(ParameterContext parameter, ExtensionContext test) {
    return events(test);
  }

  private static HeraldEvents events(ExtensionContext test) {
    HeraldEvents events =
        SpringExtension.getApplicationContext(test)
            .getBeanProvider(HeraldEvents.class)
            .getIfAvailable();
    if (events == null) {
      throw new IllegalStateException(
          "@AutoConfigureHerald on %s has nothing to record: herald.enabled is false"
              .formatted(test.getRequiredTestClass().getName()));
    }
    return events;
  }
}
