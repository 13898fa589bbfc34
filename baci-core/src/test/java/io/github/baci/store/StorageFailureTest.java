package io.github.baci.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StorageFailureTest {
  private static final Path STORE = Path.of("/store");

  private static @Nullable String explain(IOException failure) {
    return StorageFailure.explain(failure, STORE, OptionalLong.of(12_345))
        .map(Throwable::getMessage)
        .orElse(null);
  }

  @Test
  void fullDiskIsNamedWithTheAmountWritten() {
    assertThat(explain(new IOException("No space left on device")))
        .contains("no space left in '/store'", "12,345 bytes");
    assertThat(explain(new FileSystemException("/store/x", null, "Disk quota exceeded")))
        .contains("quota", "/store");
  }

  @Test
  void accessAndReadOnlyFileSystemsAreNamed() {
    assertThat(explain(new AccessDeniedException("/store/layers/x")))
        .contains("permission denied", "/store/layers/x");
    assertThat(explain(new FileSystemException("/store/x", null, "Read-only file system")))
        .contains("read-only");
  }

  @Test
  void limitsOfTheProcessAreNamed() {
    assertThat(explain(new IOException("File too large")))
        .contains("'/store'", "12,345 bytes", "ulimit -f");
    assertThat(explain(new FileSystemException("/store/x", null, "Too many open files")))
        .contains("too many files are open", "ulimit -n");
  }

  @Test
  void otherFailuresAreLeftAlone() {
    assertThat(explain(new IOException("Input/output error"))).isNull();
    assertThat(explain(new IOException())).isNull();
  }
}
