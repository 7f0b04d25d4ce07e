package dev.herald.testkit.spring;

import dev.herald.publisher.Publisher;
import dev.herald.spring.HeraldProperties;
import dev.herald.testkit.HeraldEvents;
import dev.herald.testkit.NodeRecorder;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/** What {@link AutoConfigureHerald} adds to an application context. */
@AutoConfiguration
@ConditionalOnProperty(name = "herald.enabled", matchIfMissing = true)
@EnableConfigurationProperties(HeraldProperties.class)
public class HeraldTestAutoConfiguration {

  @Bean
  NodeRecorder heraldRecorder() {
    return new NodeRecorder();
  }

  @Bean
  HeraldEvents heraldEvents(Publisher publisher, NodeRecorder recorder) {
    return HeraldEvents.of(publisher, recorder);
  }

  @Bean
  static RecordingPostProcessor heraldRecording(ObjectProvider<NodeRecorder> recorder) {
    return new RecordingPostProcessor(recorder);
  }

  @Bean
  static NodesOfSlice heraldNodesOfSlice() {
    return new NodesOfSlice();
  }
}
