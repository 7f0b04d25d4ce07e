package dev.herald.spring.orders;

import dev.herald.NodeName;
import dev.herald.NodeReader;
import dev.herald.ReadPermission;
import org.springframework.stereotype.Component;

@Component
public class OwnOrders implements ReadPermission {

  @Override
  public boolean mayRead(NodeReader reader, NodeName node) {
    return !reader.anonymous() && reader.name().equals(node.value("customer"));
  }
}
