package io.github.baci.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.maven.execution.DefaultMavenExecutionRequest;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.descriptor.DuplicateMojoDescriptorException;
import org.apache.maven.plugin.descriptor.DuplicateParameterException;
import org.apache.maven.plugin.descriptor.MojoDescriptor;
import org.apache.maven.plugin.descriptor.Parameter;
import org.apache.maven.plugin.descriptor.PluginDescriptor;
import org.apache.maven.plugin.logging.Log;
import org.apache.maven.plugin.logging.SystemStreamLog;
import org.eclipse.aether.DefaultRepositorySystemSession;
import org.junit.jupiter.api.Test;

class UnknownPropertiesTest {
  @Test
  void propertiesThatNoGoalLooksAtAreTold() {
    assertThat(
            UnknownProperties.warnings(
                List.of(
                    "baci.plattform",
                    "baci.platform",
                    "baci.buildArg.X",
                    "baci.buildarg.V",
                    "other",
                    "baci.zzzzz"),
                List.of("baci.platform", "baci.name")))
        .containsExactly(
            "no goal of this plugin knows the property 'baci.buildarg.V', which has no effect"
                + " (did you mean baci.buildArg.V?)",
            "no goal of this plugin knows the property 'baci.plattform', which has no effect"
                + " (did you mean baci.platform?)",
            "no goal of this plugin knows the property 'baci.zzzzz', which has no effect");
  }

  @Test
  void nothingIsKnownWithoutADescriptor() {
    assertThat(UnknownProperties.known(Map.of())).isEmpty();
    assertThat(UnknownProperties.known(null)).isEmpty();
  }

  @Test
  @SuppressWarnings("deprecation") // the way to have a session without a container
  void oneRunOfMavenIsToldOnce() {
    DefaultMavenExecutionRequest request = new DefaultMavenExecutionRequest();
    request.getUserProperties().setProperty("baci.nmae", "x");
    MavenSession session =
        new MavenSession(null, new DefaultRepositorySystemSession(), request, null);
    List<String> warnings = new ArrayList<>();
    Log log =
        new SystemStreamLog() {
          @Override
          public void warn(CharSequence text) {
            warnings.add(text.toString());
          }
        };

    UnknownProperties.tell(session, Map.of("pluginDescriptor", plugin("baci.name")), log);
    UnknownProperties.tell(session, Map.of("pluginDescriptor", plugin("baci.name")), log);

    assertThat(warnings)
        .containsExactly(
            "no goal of this plugin knows the property 'baci.nmae', which has no effect"
                + " (did you mean baci.name?)");
  }

  private static PluginDescriptor plugin(String property) {
    Parameter parameter = new Parameter();
    parameter.setName("parameter");
    parameter.setExpression("${" + property + "}");
    MojoDescriptor goal = new MojoDescriptor();
    goal.setGoal("goal");
    PluginDescriptor plugin = new PluginDescriptor();
    try {
      goal.addParameter(parameter);
      plugin.addMojo(goal);
    } catch (DuplicateParameterException | DuplicateMojoDescriptorException e) {
      throw new AssertionError(e);
    }
    return plugin;
  }
}
