package io.github.baci.output;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.baci.api.Digest;
import io.github.baci.api.ImageForm;
import io.github.baci.api.WrittenImage;
import io.github.baci.store.DirectoryStore;
import io.github.baci.store.Store;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputRecordTest {
  private static final Digest DIGEST = Digest.sha256Of(new byte[] {1});

  @TempDir private Path directory;

  @Test
  void anOutputThatWasTouchedIsNotUpToDate() throws Exception {
    Path output = Files.writeString(directory.resolve("out.aci"), "aci");
    WrittenImage written = WrittenImage.of(ImageForm.ACI, output, 3, List.of(DIGEST));
    try (Store store = DirectoryStore.open(directory.resolve("store"))) {
      OutputRecord.remember(store, written, DIGEST);
      assertThat(OutputRecord.find(store, ImageForm.ACI, output, DIGEST))
          .contains(
              WrittenImage.of(ImageForm.ACI, output, 3, List.of(DIGEST))
                  .withWork(WrittenImage.Work.FOUND));
      assertThat(OutputRecord.find(store, ImageForm.OCI, output, DIGEST)).isEmpty();
      Digest other = Digest.sha256Of(new byte[] {2});
      assertThat(OutputRecord.find(store, ImageForm.ACI, output, other)).isEmpty();

      Files.writeString(output, "other");

      assertThat(OutputRecord.find(store, ImageForm.ACI, output, DIGEST)).isEmpty();
    }
  }
}
