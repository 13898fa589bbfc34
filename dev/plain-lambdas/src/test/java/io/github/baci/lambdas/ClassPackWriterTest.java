package io.github.baci.lambdas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ClassPackWriterTest {
  private static final SortedMap<String, byte[]> CLASSES = new TreeMap<>();

  static {
    // "Aa" and "BB" have the same hash
    for (String name : List.of("a/Aa", "a/BB", "a/C", "a/C$1", "a/CD", "a/b/E", "d/F")) {
      CLASSES.put(name, ("file of " + name).getBytes(StandardCharsets.UTF_8));
    }
  }

  private static String read(ByteBuffer pack, int length) {
    byte[] text = new byte[length];
    pack.get(text);
    return new String(text, StandardCharsets.UTF_8);
  }

  /** Reads what is in a pack, in its order, and checks its index on the way. */
  private static List<String> packed(String... lines) throws Exception {
    ByteBuffer pack = ByteBuffer.wrap(ClassPackWriter.pack(CLASSES, List.of(lines)));
    int count = pack.getInt();
    SortedMap<Integer, Integer> hashes = new TreeMap<>();
    int last = Integer.MIN_VALUE;
    for (int i = 0; i < count; i++) {
      int hash = pack.getInt();
      assertThat(hash).isGreaterThanOrEqualTo(last);
      last = hash;
      hashes.put(pack.getInt(), hash);
    }
    List<String> names = new ArrayList<>();
    while (pack.hasRemaining()) {
      int at = pack.position();
      String name = read(pack, pack.getShort());
      assertThat(hashes.remove(at)).isEqualTo(name.hashCode());
      assertThat(read(pack, pack.getInt())).isEqualTo("file of " + name.replace('.', '/'));
      names.add(name);
    }
    assertThat(hashes).isEmpty();
    return names;
  }

  @Test
  void classesAreInTheOrderOfTheLinesWithWhatTheyContain() throws Exception {
    assertThat(packed("# first", "a.C", "", "a.Aa")).containsExactly("a.C", "a.C$1", "a.Aa");
  }

  @Test
  void packagesAreWithoutThoseBelowAndWhatIsThereAlready() throws Exception {
    assertThat(packed("a.CD", "a.*", "a.b.*"))
        .containsExactly("a.CD", "a.Aa", "a.BB", "a.C", "a.C$1", "a.b.E");
  }

  @Test
  void linesThatNameNothingAreRefused() {
    assertThatThrownBy(() -> packed("a.C", "a.Gone")).hasMessageContaining("a.Gone");
    assertThatThrownBy(() -> packed("gone.*")).hasMessageContaining("gone.*");
  }
}
