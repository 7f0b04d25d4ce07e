package dev.herald.publisher.fleet;

import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import jakarta.persistence.Inheritance;
import jakarta.persistence.InheritanceType;
import jakarta.persistence.ManyToMany;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.util.ArrayList;
import java.util.List;

/** Entities in one table and in several, with tables of collections beside them. */
public final class Fleet {

  private Fleet() {}

  @Entity(name = "Part")
  @Table(name = "spare_parts")
  public static class Part {
    @Id public Long id;
    public String name;
    @Version public int revision;

    @ElementCollection(fetch = FetchType.EAGER)
    public List<String> labels = new ArrayList<>();

    @ManyToMany(fetch = FetchType.EAGER)
    public List<Depot> depots = new ArrayList<>();
  }

  /** Not published. */
  @Entity(name = "Depot")
  public static class Depot {
    @Id public Long id;
    public String name;
  }

  @Entity(name = "Vehicle")
  @Inheritance(strategy = InheritanceType.JOINED)
  public static class Vehicle {
    @Id @GeneratedValue public Long id;
    public String name;
  }

  @Entity(name = "Truck")
  public static class Truck extends Vehicle {
    public String load;
  }

  @Entity(name = "Tool")
  @Inheritance(strategy = InheritanceType.TABLE_PER_CLASS)
  public static class Tool {
    @Id public Long id;
    public String name;
  }

  @Entity(name = "Saw")
  public static class Saw extends Tool {
    public int teeth;
  }
}
