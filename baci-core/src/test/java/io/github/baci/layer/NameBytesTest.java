package io.github.baci.layer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NameBytesTest {
  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  @Test
  void textIsTextAndOtherBytesAreEscaped() {
    assertThat(NameBytes.decode("grün😀".getBytes(StandardCharsets.UTF_8))).isEqualTo("grün😀");
    assertThat(NameBytes.decode(bytes('c', 'a', 'f', 0xe9))).isEqualTo("caf\udce9");
    assertThat(NameBytes.encode("caf\udce9")).containsExactly('c', 'a', 'f', 0xe9);
    assertThat(NameBytes.printable("caf\udce9/grün")).isEqualTo("caf\\xE9/grün");
  }

  @Test
  void whateverIsDecodedIsEncodedToTheSameBytes() {
    Random random = new Random(7);
    for (int round = 0; round < 20_000; round++) {
      byte[] name = new byte[random.nextInt(9)];
      for (int i = 0; i < name.length; i++) {
        // Mostly what begins, goes on with or ends sequences of UTF-8, surrogates among them.
        int[] likely = {0xed, 0xa0, 0xb0, 0x80, 0xf0, 0x9f, 0x98, 0xc3, 0xa9, 'a', 0xff, 0xe2};
        name[i] =
            (byte) (random.nextInt(4) == 0 ? random.nextInt(256) : likely[random.nextInt(12)]);
      }
      String text = NameBytes.decode(name);

      assertThat(NameBytes.encode(text)).isEqualTo(name);
      assertThat(NameBytes.isName(text)).isTrue();
      assertThat(NameBytes.isUtf8(text))
          .isEqualTo(Arrays.equals(text.getBytes(StandardCharsets.UTF_8), name));
    }
  }

  @Test
  void namesAreInTheOrderOfTheirBytes() {
    List<byte[]> names = new ArrayList<>();
    for (int first : new int[] {'a', 0x7f, 0x80, 0xbf, 0xc3, 0xe9, 0xff}) {
      names.add(bytes(first));
      names.add(bytes(first, 0xa9));
      names.add(bytes('x', first, 'z'));
    }
    names.add("é".getBytes(StandardCharsets.UTF_8));
    names.add("\uffee".getBytes(StandardCharsets.UTF_8));
    names.add("😀".getBytes(StandardCharsets.UTF_8));
    List<String> texts = new ArrayList<>();
    names.forEach(name -> texts.add(NameBytes.decode(name)));
    texts.sort(NameOrder.BYTES);

    List<byte[]> sorted = new ArrayList<>(names);
    sorted.sort(Arrays::compareUnsigned);
    assertThat(texts).containsExactlyElementsOf(sorted.stream().map(NameBytes::decode).toList());
  }

  @Test
  void unitsThatNoBytesStandForAreNoNames() {
    assertThat(NameBytes.isName("a\ud800")).isFalse();
    assertThat(NameBytes.isName("a\udc00b")).isFalse();
    assertThat(NameBytes.isName("a\udd00b")).isFalse();
    assertThat(NameBytes.isName("grün😀\udcff")).isTrue();
  }
}
