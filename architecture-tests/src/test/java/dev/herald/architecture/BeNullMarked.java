package dev.herald.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import org.jspecify.annotations.NullMarked;

/** NullAway looks at packages that are marked, and at no others. */
final class BeNullMarked extends ArchCondition<JavaClass> {

  BeNullMarked() {
    super("be in a @NullMarked package");
  }

  @Override
  public void check(JavaClass type, ConditionEvents events) {
    boolean marked =
        type.getPackage()
            .tryGetPackageInfo()
            .map(info -> info.isAnnotatedWith(NullMarked.class))
            .orElse(false);
    events.add(
        new SimpleConditionEvent(
            type, marked, type.getName() + " is in a package without @NullMarked"));
  }
}
