package dev.herald.testkit.spring;

import dev.herald.publisher.NodePublisher;
import dev.herald.testkit.NodeRecorder;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.beans.factory.support.RootBeanDefinition;

/**
 * Gives a context without nodes, as of a slice, those of the recorder. Not by a condition on a bean
 * method: what a test imports comes before the auto-configuration of the application, whose nodes
 * would give way to these.
 */
final class NodesOfSlice implements BeanDefinitionRegistryPostProcessor {

  private static final String NAME = "heraldSliceNodePublisher";

  @Override
  public void postProcessBeanDefinitionRegistry(BeanDefinitionRegistry registry) {}

  @Override
  public void postProcessBeanFactory(ConfigurableListableBeanFactory factory) {
    if (factory.getBeanNamesForType(NodePublisher.class, true, false).length == 0) {
      RootBeanDefinition nodes =
          new RootBeanDefinition(
              NodePublisher.class, () -> factory.getBean(NodeRecorder.class).nodes());
      ((BeanDefinitionRegistry) factory).registerBeanDefinition(NAME, nodes);
    }
  }
}
