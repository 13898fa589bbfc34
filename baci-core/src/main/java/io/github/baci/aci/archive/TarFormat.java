package io.github.baci.aci.archive;

import io.github.baci.api.Digest;
import io.github.baci.layer.Attributes;
import io.github.baci.layer.LayerEntry;
import io.github.baci.layer.Mtime;
import io.github.baci.layer.TarHeader;
import io.github.baci.layer.Xattrs;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;

/**
 * Tells ways to write tar headers apart. What the store keeps is found by the fields of entries; a
 * version of baci that writes them in another way must not find it.
 */
final class TarFormat {
  private static final byte[] DIGEST = ofSamples();

  private TarFormat() {}

  /** Returns a digest of the headers of some entries that have everything that entries can have. */
  static byte[] digest() {
    return DIGEST.clone();
  }

  private static byte[] ofSamples() {
    Attributes attributes =
        new Attributes(
            07777,
            Integer.MAX_VALUE,
            1,
            new Mtime(-1, 1),
            Xattrs.of(Map.of("user.a", new byte[] {0, -1})));
    Attributes plain = Attributes.of(0644, 0, 0, Mtime.EPOCH);
    String path = "a/".repeat(100) + "\u00e9";
    MessageDigest digest = Digest.Algorithm.SHA256.newMessageDigest();
    List<LayerEntry.Content> samples =
        List.of(
            new LayerEntry.RegularFile(path, attributes, 1L << 40, 0),
            new LayerEntry.RegularFile("a/".repeat(60) + "b", plain, 1, 0),
            new LayerEntry.Directory("a", plain),
            new LayerEntry.Symlink("a", plain, path),
            new LayerEntry.HardLink("a", plain, "b"),
            new LayerEntry.Device("a", plain, LayerEntry.Device.Kind.BLOCK, 1, 2),
            new LayerEntry.Fifo("a", plain));
    samples.forEach(sample -> digest.update(TarHeader.encode(sample)));
    return digest.digest();
  }
}
