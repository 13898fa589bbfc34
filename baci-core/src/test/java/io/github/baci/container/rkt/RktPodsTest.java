package io.github.baci.container.rkt;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class RktPodsTest {
  @Test
  void theDirectoryOfTheSocketsIsInThePodsManifest() {
    String manifest =
        """
        {
        	"acVersion": "1.30.0",
        	"acKind": "PodManifest",
        	"apps": [{"name": "builder", "mounts": [{"volume": "data", "path": "/data"}]}],
        	"volumes": [
        		{
        			"name": "source",
        			"kind": "host",
        			"source": "/home/u/project",
        			"readOnly": true
        		},
        		{
        			"name": "data",
        			"kind": "host",
        			"source": "/home/u/a \\"b\\"/tmp/1-2-3/directory-1",
        			"readOnly": false
        		}
        	]
        }
        """;

    assertThat(RktPods.dataDirectory(manifest))
        .contains(Path.of("/home/u/a \"b\"/tmp/1-2-3/directory-1"));
  }

  @Test
  void aPodWithoutThatVolumeIsNotABuilders() {
    assertThat(RktPods.dataDirectory("{\"volumes\": [{\"name\": \"data\", \"kind\": \"empty\"}]}"))
        .isEmpty();
    assertThat(RktPods.dataDirectory("")).isEmpty();
  }
}
