package dev.herald.server.pubsub.stanza;

import dev.herald.server.disco.DiscoNodes;
import dev.herald.server.disco.Identity;
import dev.herald.server.routing.IqRequest;
import dev.herald.xmpp.Jid;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** XEP-0050, section 2: the service's commands, by disco, beside its nodes. */
public final class CommandNodes implements DiscoNodes {

  private static final String LABEL = "Get pending subscription requests";

  private final Jid address;
  private final DiscoNodes nodes;

  public CommandNodes(Jid address, DiscoNodes nodes) {
    this.address = address;
    this.nodes = nodes;
  }

  @Override
  public CompletableFuture<Lines> items(IqRequest request) {
    return nodes.items(request);
  }

  @Override
  public CompletableFuture<Lines> items(IqRequest request, String node) {
    return switch (node) {
      case PendingCommand.COMMANDS ->
          CompletableFuture.completedFuture(
              Lines.all(
                  List.of(
                      new Line(
                          address.toString(),
                          Optional.of(PendingCommand.NAME),
                          Optional.of(LABEL)))));
      case PendingCommand.NAME -> CompletableFuture.completedFuture(Lines.all(List.of()));
      default -> nodes.items(request, node);
    };
  }

  @Override
  public CompletableFuture<Info> info(IqRequest request, String node) {
    return switch (node) {
      case PendingCommand.COMMANDS -> automation("command-list", "Commands");
      case PendingCommand.NAME -> automation("command-node", LABEL);
      default -> nodes.info(request, node);
    };
  }

  private static CompletableFuture<Info> automation(String type, String name) {
    return CompletableFuture.completedFuture(
        new Info(new Identity("automation", type, name), Optional.empty()));
  }
}
