package dev.herald.interop;

import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Words of what a check begins with, and the request that brings it about. */
record Preparation(
    Pattern words, Function<MatchResult, String> actor, Function<MatchResult, String> request) {

  private static final List<Preparation> ALL =
      List.of(
          of("a node", "owner", found -> pubSub("<create node='{node}'/>")),
          of(
              "a node with (.+)",
              "owner",
              found ->
                  pubSub(
                      "<create node='{node}'/><configure>{form node_config %s}</configure>"
                          .formatted(found.group(1)))),
          of(
              "item (\\w+)(?: of (\\w+))?",
              found -> Objects.requireNonNullElse(found.group(2), "owner"),
              found ->
                  pubSub(
                      "<publish node='{node}'><item id='%1$s'>{entry %1$s}</item></publish>"
                          .formatted(found.group(1)))),
          of(
              "(\\w+) is subscribed",
              found -> found.group(1),
              found -> pubSub("<subscribe node='{node}' jid='{%s}'/>".formatted(found.group(1)))),
          of(
              "(\\w+) is subscribed with (.+)",
              found -> found.group(1),
              found ->
                  pubSub(
                      "<subscribe node='{node}' jid='{%s}'/><options>{form subscribe_options %s}</options>"
                          .formatted(found.group(1), found.group(2)))),
          of(
              "(\\w+) is an? (owner|publisher|publish-only|member|outcast)",
              "owner",
              found ->
                  Shorthand.request(
                      "set",
                      "#owner",
                      "<affiliations node='{node}'><affiliation jid='{%s}' affiliation='%s'/></affiliations>"
                          .formatted(found.group(1), found.group(2)))));

  /** The step for such words as {@code a node with access_model=whitelist}. */
  static Check.Prepare parse(String text) {
    for (Preparation preparation : ALL) {
      Matcher found = preparation.words.matcher(text);
      if (found.matches()) {
        return new Check.Prepare(
            preparation.actor.apply(found), Shorthand.expand(preparation.request.apply(found)));
      }
    }
    throw new IllegalArgumentException("No preparation: '" + text + "'");
  }

  private static Preparation of(String words, String actor, Function<MatchResult, String> request) {
    return of(words, found -> actor, request);
  }

  private static Preparation of(
      String words, Function<MatchResult, String> actor, Function<MatchResult, String> request) {
    return new Preparation(Pattern.compile(words), actor, request);
  }

  private static String pubSub(String child) {
    return Shorthand.request("set", "", child);
  }
}
