package demo;

import jakarta.validation.ConstraintViolationException;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** What went wrong, field by field, so that a page can say it beside the field. */
@RestControllerAdvice
class Errors {

  @ExceptionHandler(ConstraintViolationException.class)
  @ResponseStatus(HttpStatus.BAD_REQUEST)
  Map<String, Map<String, String>> invalid(ConstraintViolationException e) {
    Map<String, String> fields = new TreeMap<>();
    e.getConstraintViolations()
        .forEach(
            violation ->
                fields.put(violation.getPropertyPath().toString(), violation.getMessage()));
    return Map.of("errors", fields);
  }

  @ExceptionHandler(UnknownStatusException.class)
  @ResponseStatus(HttpStatus.NOT_FOUND)
  Map<String, String> unknown(UnknownStatusException e) {
    return Map.of("error", String.valueOf(e.getMessage()));
  }
}
