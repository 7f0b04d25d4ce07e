package dev.herald.publisher.zoo;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.persistence.CascadeType;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Embeddable;
import jakarta.persistence.Embedded;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Inheritance;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.OneToMany;
import java.util.ArrayList;
import java.util.List;

/** Mappings that are less usual. */
public final class Zoo {

  private Zoo() {}

  @Entity(name = "Animal")
  @Inheritance
  public static class Animal {
    @Id @GeneratedValue public Long id;
    public String name;
  }

  /** A published superclass publishes it too, and so its secret. */
  @Entity(name = "Parrot")
  public static class Parrot extends Animal {
    public String password;
  }

  @Embeddable
  public static class Chip {
    public String maker;
    public String accessToken;
  }

  @Entity(name = "Chipped")
  public static class Chipped {
    @Id @GeneratedValue public Long id;
    @ElementCollection public List<Chip> chips = new ArrayList<>();
  }

  @Entity(name = "Ticket")
  public static class Ticket {
    @Id public String ticketToken;
  }

  @JsonIgnoreProperties("mail")
  @Entity(name = "Keeper")
  public static class Keeper {
    @Id @GeneratedValue public Long id;

    @JsonProperty("mail")
    public String privateMail;

    @JsonIgnoreProperties("accessToken")
    @Embedded
    public Chip chip;
  }

  @Entity(name = "Cage")
  public static class Cage {
    @Id @GeneratedValue public Long id;
    @ManyToOne public Keeper keeper;
  }

  @Entity(name = "Nest")
  public static class Nest {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    public Long id;

    @OneToMany(cascade = CascadeType.ALL)
    public List<Egg> eggs = new ArrayList<>();
  }

  @Entity(name = "Egg")
  public static class Egg {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    public Long id;
  }

  @Embeddable
  public record PlaceId(String street, int number) implements java.io.Serializable {
    private static final long serialVersionUID = 1L;
  }

  @Entity(name = "Place")
  public static class Place {
    @EmbeddedId public PlaceId id;
    public String name;
  }
}
