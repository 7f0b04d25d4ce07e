package dev.herald.spring.notes;

import org.springframework.boot.autoconfigure.SpringBootApplication;

/** An application with Spring Security's defaults and no security code of its own. */
@SpringBootApplication
public class NotesApplication {}
