package dev.herald.architecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;

/** An address is no XML. */
final class NotJid extends DescribedPredicate<JavaClass> {

  NotJid() {
    super("are not Jid");
  }

  @Override
  public boolean test(JavaClass type) {
    return !type.getName().equals("dev.herald.xmpp.Jid");
  }
}
