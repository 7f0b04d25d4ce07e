package demo;

import static org.springframework.http.MediaType.APPLICATION_JSON_VALUE;
import static org.springframework.http.MediaType.TEXT_HTML_VALUE;

import java.net.URI;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/** The wall over HTTP: JSON out, form fields or JSON in, no login. */
@RestController
@RequestMapping("/statuses")
class StatusController {

  private final StatusWall wall;

  StatusController(StatusWall wall) {
    this.wall = wall;
  }

  @GetMapping
  List<Status> latest() {
    return wall.latest();
  }

  @GetMapping("/{id}")
  Status one(@PathVariable long id) {
    return wall.find(id);
  }

  @PostMapping
  ResponseEntity<Status> post(@ModelAttribute StatusForm form) {
    Status status = wall.post(form);
    URI location =
        ServletUriComponentsBuilder.fromCurrentRequestUri()
            .path("/{id}")
            .build(String.valueOf(status.getId()));
    return ResponseEntity.created(location).body(status);
  }

  @PostMapping(consumes = APPLICATION_JSON_VALUE)
  ResponseEntity<Status> postJson(@RequestBody StatusForm form) {
    return post(form);
  }

  /** A page without JavaScript. */
  @PostMapping(produces = TEXT_HTML_VALUE)
  ResponseEntity<Void> postFromPage(@ModelAttribute StatusForm form) {
    wall.post(form);
    URI page = ServletUriComponentsBuilder.fromCurrentContextPath().path("/").build().toUri();
    return ResponseEntity.status(HttpStatus.SEE_OTHER).location(page).build();
  }

  @PutMapping("/{id}")
  Status edit(@PathVariable long id, @ModelAttribute StatusForm form) {
    return wall.edit(id, form);
  }

  @PutMapping(path = "/{id}", consumes = APPLICATION_JSON_VALUE)
  Status editJson(@PathVariable long id, @RequestBody StatusForm form) {
    return wall.edit(id, form);
  }

  @DeleteMapping("/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void delete(@PathVariable long id) {
    wall.delete(id);
  }
}
