package dev.herald.publisher.post;

import com.fasterxml.jackson.annotation.JsonView;
import dev.herald.Operation;
import dev.herald.Published;
import dev.herald.publisher.zoo.Zoo.Ticket;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Embeddable;
import jakarta.persistence.Embedded;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.Lob;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.OneToOne;
import java.math.BigDecimal;
import java.sql.Blob;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Entities that are published in more than one way. */
public final class Post {

  private Post() {}

  public enum Stage {
    SENT,
    DELIVERED
  }

  /** For a view of Jackson's. */
  public static class Public {}

  /** Sees what {@link Public} sees, and more. */
  public static class Staff extends Public {}

  @Embeddable
  public static class Address {
    public String street;
    public String city;
    @ManyToOne public Country country;
  }

  @Entity(name = "Country")
  public static class Country {
    @Id public String code;
    public String name;
  }

  @Entity(name = "Sender")
  public static class Sender {
    @Id @GeneratedValue public Long number;
    public String name;
  }

  @Entity(name = "Parcel")
  public static class Parcel {
    @Id @GeneratedValue public Long id;
    public String note;
    public String shelf;
    public Integer grams;
    public BigDecimal price;
    public double length;
    public boolean fragile;
    public Instant sent;
    public LocalDate due;
    public UUID code;
    public byte[] stamp;

    @Enumerated(EnumType.STRING)
    public Stage stage;

    @Embedded public Address address;

    @ManyToOne(fetch = FetchType.LAZY)
    @JoinColumn(name = "sender_number")
    public Sender sender;

    @Column(name = "sender_number", insertable = false, updatable = false)
    public Long senderNumber;

    @OneToOne(mappedBy = "parcel", fetch = FetchType.LAZY)
    public Receipt receipt;

    @ElementCollection public List<String> labels = new ArrayList<>();
    @ElementCollection public Map<String, Integer> sizes = new LinkedHashMap<>();

    /** An entity must never be asked for it. */
    @Override
    public String toString() {
      throw new AssertionError("toString() was called");
    }
  }

  @Entity(name = "Receipt")
  public static class Receipt {
    @Id @GeneratedValue public Long id;
    @OneToOne public Parcel parcel;
  }

  /** Two projections, of which one has no secret to decide about and the other lists it. */
  @Entity(name = "Locker")
  @Published(node = "/lockers", exclude = "openingToken")
  @Published(
      node = "/staff/lockers/{branch}",
      fields = {"branch", "openingToken"})
  public static class Locker {
    @Id @GeneratedValue public Long id;
    public String branch;
    public String openingToken;
  }

  @Entity(name = "Letter")
  @Published(operations = Operation.INSERT)
  public static class Letter {
    @Id @GeneratedValue public Long id;
    public String subject;
    @Lob public String body;
    @Lob public byte[] scan;
    public Blob original;
  }

  @Entity(name = "Courier")
  public static class Courier {
    @Id @GeneratedValue public Long id;
    public String remark;

    @JsonView(Public.class)
    public String name;

    @JsonView(Public.class)
    public String district;

    @JsonView(Staff.class)
    public String phone;

    @JsonView(Staff.class)
    public String password;
  }

  @Embeddable
  public record SlotId(String branch, int number) implements java.io.Serializable {
    private static final long serialVersionUID = 1L;
  }

  @Entity(name = "Slot")
  public static class Slot {
    @EmbeddedId public SlotId id;
    public String name;
  }

  @Entity(name = "Claim")
  public static class Claim {
    @Id @GeneratedValue public Long id;
    @ManyToOne public Ticket ticket;
  }
}
