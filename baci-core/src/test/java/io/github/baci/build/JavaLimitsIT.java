package io.github.baci.build;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.baci.api.AciOptions;
import io.github.baci.api.BuildListener;
import io.github.baci.api.BuildRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Java in a RUN asks its control groups for processors and memory, as servers do when they start.
 */
class JavaLimitsIT {
  private static final String ASKS =
      """
      public class Asks {
        public static void main(String[] args) {
          var system = (com.sun.management.OperatingSystemMXBean)
              java.lang.management.ManagementFactory.getOperatingSystemMXBean();
          System.out.println("processors " + system.getAvailableProcessors());
          System.out.println("memory " + (system.getTotalMemorySize() >= Runtime.getRuntime().maxMemory()));
          System.out.println("free " + (system.getFreeMemorySize() > 0) + system.getCpuLoad());
        }
      }
      """;

  @TempDir private Path directory;

  @Test
  void processorsAndMemoryAreFoundInARun() throws Exception {
    Path context = Files.createDirectory(directory.resolve("context"));
    Path source = Files.writeString(directory.resolve("Asks.java"), ASKS);
    int compiled =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, "--release", "17", "-d", context.toString(), source.toString());
    assertThat(compiled).isZero();
    Files.writeString(
        context.resolve("Dockerfile"),
        """
        FROM jlink://java.base,java.management,jdk.management
        COPY Asks.class /
        RUN ["java", "-XX:+UseSerialGC", "-Xmx32m", "-cp", "/", "Asks"]
        """);
    StringBuilder said = new StringBuilder();
    BuildRequest request =
        BuildRequest.builder(
                context, directory.resolve("out.aci"), AciOptions.named("example.com/asks"))
            .storeDirectory(directory.resolve("store"))
            .build();

    new ImageBuild(
            request,
            new BuildListener() {
              @Override
              public synchronized void stepOutput(StepId step, byte[] bytes) {
                said.append(new String(bytes, StandardCharsets.UTF_8));
              }
            })
        .run();

    List<String> lines = said.toString().lines().toList();
    assertThat(lines.get(0)).isEqualTo("processors " + Runtime.getRuntime().availableProcessors());
    assertThat(lines.get(1)).isEqualTo("memory true");
    assertThat(lines.get(2)).startsWith("free true");
  }
}
