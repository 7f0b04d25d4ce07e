package dev.herald.server.pubsub.store;

import java.util.Comparator;

/** Orders texts by their code points, which is the order of their bytes in UTF-8. */
final class CodePointOrder {

  static final Comparator<String> ORDER = CodePointOrder::compare;

  private CodePointOrder() {}

  private static int compare(String a, String b) {
    int length = Math.min(a.length(), b.length());
    for (int i = 0; i < length; i++) {
      char inA = a.charAt(i);
      char inB = b.charAt(i);
      if (inA != inB) {
        // A surrogate stands for more than any other character, whatever its own number.
        boolean surrogateA = Character.isSurrogate(inA);
        return surrogateA == Character.isSurrogate(inB)
            ? Character.compare(inA, inB)
            : surrogateA ? 1 : -1;
      }
    }
    return Integer.compare(a.length(), b.length());
  }
}
