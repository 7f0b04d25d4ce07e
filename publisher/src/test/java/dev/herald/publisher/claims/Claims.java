package dev.herald.publisher.claims;

import dev.herald.NodeName;
import dev.herald.NodeReader;
import dev.herald.Published;
import dev.herald.ReadAccess;
import dev.herald.ReadPermission;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import java.util.ArrayList;
import java.util.List;

/** Entities that are not for everybody. */
public final class Claims {

  private Claims() {}

  @Entity(name = "Claim")
  @Published(node = "/claims", fields = "state")
  @Published(node = "/members/claims", access = ReadAccess.AUTHENTICATED)
  @Published(
      node = "/staff/claims",
      roles = {"STAFF", "SCOPE_audit"})
  @Published(node = "/claims/{owner}/{number}", permission = Own.class)
  @Published(node = "/named/{owner}", permissionBean = "own", roles = "ROLE_USER")
  public static class Claim {
    @Id @GeneratedValue public Long id;
    public String state;
    public String owner;
    public Integer number;
  }

  /** One whose readers the test chooses. */
  @Entity(name = "Plain")
  public static class Plain {
    @Id @GeneratedValue public Long id;
    public String owner;
  }

  /** Permits the owner, and remembers what it was asked about. */
  public static final class Own implements ReadPermission {

    public final List<NodeName> asked = new ArrayList<>();

    @Override
    public boolean mayRead(NodeReader reader, NodeName node) {
      asked.add(node);
      return reader.name().equals(node.value("owner"));
    }
  }
}
