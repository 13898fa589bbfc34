package io.github.baci.source.aci;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.baci.api.AcIdentifier;
import io.github.baci.api.BaciException;
import io.github.baci.signature.KeyRing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a server sends for a page or a signature is understood or refused. */
class DiscoveryFuzz {
  @TempDir private Path directory;

  @FuzzTest
  void page(byte[] data) {
    for (String template :
        DiscoveryMeta.parse(new String(data, UTF_8))
            .bestTemplates(new AcIdentifier("example.com/app"), Map.of("os", "linux"))) {
      if (!template.contains("{ext}")) {
        throw new AssertionError("no extension in " + template);
      }
    }
  }

  @FuzzTest
  void signature(byte[] data) throws IOException {
    Path file = Files.writeString(directory.resolve("signed"), "signed");
    try {
      KeyRing.verify(file, data, "signed.asc", List.of());
      throw new AssertionError("verified without a key");
    } catch (BaciException expected) {
      // no signature, or of a key that is not known
    }
  }
}
