package demo;

import dev.herald.Published;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** What somebody has to say. The annotation is all that makes the pages follow. */
@Entity
@Published
public class Status {

  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  private @Nullable Long id;

  @NotBlank(message = "Say who you are") @Size(max = 40, message = "A name has at most 40 characters") private String nick;

  @NotBlank(message = "Write a message first") @Size(max = 140, message = "A message has at most 140 characters") private String message;

  private Instant time;

  /** For Hibernate. */
  @SuppressWarnings("NullAway.Init")
  protected Status() {}

  Status(String nick, String message) {
    this.nick = nick;
    this.message = message;
    // As every database keeps it, so that JSON now and JSON later say the same.
    this.time = Instant.now().truncatedTo(ChronoUnit.MILLIS);
  }

  void edit(String newNick, String newMessage) {
    nick = newNick;
    message = newMessage;
  }

  /** Null before it is saved. */
  public @Nullable Long getId() {
    return id;
  }

  public String getNick() {
    return nick;
  }

  public String getMessage() {
    return message;
  }

  public Instant getTime() {
    return time;
  }
}
