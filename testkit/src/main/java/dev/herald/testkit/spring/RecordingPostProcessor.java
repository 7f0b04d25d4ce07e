package dev.herald.testkit.spring;

import dev.herald.publisher.NodePublisher;
import dev.herald.testkit.NodeRecorder;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;

/** Puts the recorder before the nodes, whoever has made them. */
final class RecordingPostProcessor implements BeanPostProcessor {

  private final ObjectProvider<NodeRecorder> recorder;

  RecordingPostProcessor(ObjectProvider<NodeRecorder> recorder) {
    this.recorder = recorder;
  }

  @Override
  public Object postProcessAfterInitialization(Object bean, String name) {
    return bean instanceof NodePublisher target ? recorder.getObject().recording(target) : bean;
  }
}
