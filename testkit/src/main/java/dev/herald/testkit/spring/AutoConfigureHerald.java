package dev.herald.testkit.spring;

import dev.herald.testkit.HeraldEvents;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;

/**
 * Records what a test publishes and hands it to its methods as {@link HeraldEvents}, which is a
 * bean too. Each test begins without events.
 *
 * <p>With {@code @SpringBootTest} items go on to the nodes of the application, so that a page would
 * see them. With {@code @DataJpaTest}, which has no server, it brings the publisher and nodes that
 * only record; {@link HeraldEvents#onCommit()} shows what its transaction would publish.
 */
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ImportAutoConfiguration
@ExtendWith(HeraldSpringExtension.class)
public @interface AutoConfigureHerald {}
