package io.github.baci.maven;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.baci.api.BaciException;
import org.apache.maven.execution.DefaultMavenExecutionRequest;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.descriptor.DuplicateParameterException;
import org.apache.maven.plugin.descriptor.MojoDescriptor;
import org.apache.maven.plugin.descriptor.Parameter;
import org.codehaus.plexus.util.xml.Xpp3Dom;
import org.eclipse.aether.DefaultRepositorySystemSession;
import org.junit.jupiter.api.Test;

class SwitchesTest {
  private final DefaultMavenExecutionRequest request = new DefaultMavenExecutionRequest();

  @Test
  void aPropertyThatIsNeitherTrueNorFalseIsRefused() {
    request.getUserProperties().setProperty("baci.noCache", "yes");

    assertThatThrownBy(() -> check("boolean", "${baci.noCache}"))
        .isInstanceOf(BaciException.class)
        .hasMessage("baci.noCache is 'yes', but must be one of true, false");
  }

  @Test
  void aParameterThatIsNeitherTrueNorFalseIsRefused() {
    assertThatThrownBy(() -> check("boolean", "on"))
        .isInstanceOf(BaciException.class)
        .hasMessage("<noCache> is 'on', but must be one of true, false");
  }

  @Test
  void allElseIsTaken() {
    request.getUserProperties().setProperty("baci.noCache", "TRUE");

    assertThatCode(
            () -> {
              check("boolean", "${baci.noCache}");
              check("boolean", "${baci.other}");
              check("boolean", " false ");
              check("boolean", "");
              check("java.lang.String", "yes");
              Switches.check(session(), null);
            })
        .doesNotThrowAnyException();
  }

  private void check(String type, String value) {
    Parameter parameter = new Parameter();
    parameter.setName("noCache");
    parameter.setType(type);
    MojoDescriptor goal = new MojoDescriptor();
    try {
      goal.addParameter(parameter);
    } catch (DuplicateParameterException e) {
      throw new AssertionError(e);
    }
    Xpp3Dom given = new Xpp3Dom("noCache");
    given.setValue(value);
    Xpp3Dom configuration = new Xpp3Dom("configuration");
    configuration.addChild(given);
    MojoExecution execution = new MojoExecution(goal);
    execution.setConfiguration(configuration);
    Switches.check(session(), execution);
  }

  @SuppressWarnings("deprecation") // the way to have a session without a container
  private MavenSession session() {
    return new MavenSession(null, new DefaultRepositorySystemSession(), request, null);
  }
}
