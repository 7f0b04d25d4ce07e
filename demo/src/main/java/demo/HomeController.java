package demo;

import static org.springframework.http.MediaType.APPLICATION_JSON_VALUE;

import dev.herald.PubSub;
import jakarta.annotation.PostConstruct;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Plain text on a node of its own: no entity, no table. */
@RestController
@RequestMapping("/home")
class HomeController {

  private static final String NODE = "/home";

  private final PubSub pubSub;

  HomeController(PubSub pubSub) {
    this.pubSub = pubSub;
  }

  /** Before the first page comes: publishing is what creates the node. */
  @PostConstruct
  void sayHello() {
    pubSub.publish(NODE, "hello", "Hello World");
  }

  @PostMapping
  @ResponseStatus(HttpStatus.ACCEPTED)
  Map<String, String> publish(@Valid @ModelAttribute Note note) {
    return Map.of("id", pubSub.publish(NODE, String.valueOf(note.message())));
  }

  @PostMapping(consumes = APPLICATION_JSON_VALUE)
  @ResponseStatus(HttpStatus.ACCEPTED)
  Map<String, String> publishJson(@Valid @RequestBody Note note) {
    return publish(note);
  }

  record Note(
      @NotBlank(message = "Write something first") @Size(max = 1_000, message = "At most 1,000 characters") @Nullable String message) {}
}
