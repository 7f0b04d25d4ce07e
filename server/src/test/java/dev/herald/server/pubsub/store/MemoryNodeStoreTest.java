package dev.herald.server.pubsub.store;

class MemoryNodeStoreTest extends NodeContentContract {

  @Override
  protected NodeStore open() {
    return new MemoryNodeStore();
  }

  @Override
  protected boolean undoes() {
    return false;
  }
}
