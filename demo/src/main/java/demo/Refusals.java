package demo;

import jakarta.validation.ConstraintViolationException;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.http.HttpStatus;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.validation.BindException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;

/** What is answered instead, as JSON that the page can show beside its fields. */
@RestControllerAdvice
class Refusals {

  record Invalid(Map<String, String> errors) {}

  record Refused(String error) {}

  @ExceptionHandler
  @ResponseStatus(HttpStatus.BAD_REQUEST)
  Invalid invalid(ConstraintViolationException e) {
    Map<String, String> errors = new TreeMap<>();
    e.getConstraintViolations()
        .forEach(one -> errors.putIfAbsent(one.getPropertyPath().toString(), one.getMessage()));
    return new Invalid(errors);
  }

  @ExceptionHandler
  @ResponseStatus(HttpStatus.BAD_REQUEST)
  Invalid invalid(BindException e) {
    Map<String, String> errors = new TreeMap<>();
    e.getFieldErrors()
        .forEach(
            one -> errors.putIfAbsent(one.getField(), String.valueOf(one.getDefaultMessage())));
    return new Invalid(errors);
  }

  @ExceptionHandler
  @ResponseStatus(HttpStatus.BAD_REQUEST)
  Refused unreadable(HttpMessageNotReadableException e) {
    return new Refused("This is not the JSON of a form: its fields are texts");
  }

  @ExceptionHandler
  @ResponseStatus(HttpStatus.NOT_FOUND)
  Refused missing(NoSuchStatusException e) {
    return new Refused(String.valueOf(e.getMessage()));
  }

  @ExceptionHandler
  @ResponseStatus(HttpStatus.NOT_FOUND)
  Refused missing(MethodArgumentTypeMismatchException e) {
    return new Refused("There is no status " + e.getValue());
  }

  /** Two requests changed or deleted the same status at once, and the other one was faster. */
  @ExceptionHandler
  @ResponseStatus(HttpStatus.CONFLICT)
  Refused tooLate(OptimisticLockingFailureException e) {
    return new Refused("Somebody else has just changed this status");
  }
}
