package io.github.baci.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.maven.execution.DefaultMavenExecutionRequest;
import org.apache.maven.execution.DefaultMavenExecutionResult;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.descriptor.DuplicateMojoDescriptorException;
import org.apache.maven.plugin.descriptor.DuplicateParameterException;
import org.apache.maven.plugin.descriptor.MojoDescriptor;
import org.apache.maven.plugin.descriptor.Parameter;
import org.apache.maven.plugin.descriptor.PluginDescriptor;
import org.apache.maven.plugin.logging.Log;
import org.apache.maven.plugin.logging.SystemStreamLog;
import org.apache.maven.project.MavenProject;
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

  private static Log collecting(List<String> warnings) {
    return new SystemStreamLog() {
      @Override
      public void warn(CharSequence text) {
        warnings.add(text.toString());
      }
    };
  }

  @Test
  @SuppressWarnings("deprecation") // the way to have a session without a container
  void oneRunOfMavenIsToldOnce() {
    DefaultMavenExecutionRequest request = new DefaultMavenExecutionRequest();
    request.getUserProperties().setProperty("baci.nmae", "x");
    MavenSession session =
        new MavenSession(null, new DefaultRepositorySystemSession(), request, null);
    List<String> warnings = new ArrayList<>();
    Log log = collecting(warnings);

    UnknownProperties.tell(session, Map.of("pluginDescriptor", plugin("baci.name")), log);
    UnknownProperties.tell(session, Map.of("pluginDescriptor", plugin("baci.name")), log);

    assertThat(warnings)
        .containsExactly(
            "no goal of this plugin knows the property 'baci.nmae', which has no effect"
                + " (did you mean baci.name?)");
  }

  @Test
  @SuppressWarnings("deprecation") // the way to have a session without a container
  void propertiesOfThePomAreToldWhereTheyAreNearlyOnesOfThePlugin() {
    MavenProject project = new MavenProject();
    project.getProperties().setProperty("baci.nmae", "x");
    project.getProperties().setProperty("baci.version", "1");
    project.getProperties().setProperty("baci.buildarg.A", "1");
    project.getProperties().setProperty("baci.imageId", "sha512-0");
    MavenSession session =
        new MavenSession(
            null,
            new DefaultRepositorySystemSession(),
            new DefaultMavenExecutionRequest(),
            new DefaultMavenExecutionResult());
    session.setProjects(List.of(project));
    List<String> warnings = new ArrayList<>();
    Log log = collecting(warnings);

    UnknownProperties.tell(session, Map.of("pluginDescriptor", plugin("baci.name")), log);
    UnknownProperties.tell(session, Map.of("pluginDescriptor", plugin("baci.name")), log);

    assertThat(warnings)
        .containsExactly(
            "no goal of this plugin knows the property 'baci.buildarg.A', which has no effect"
                + " (did you mean baci.buildArg.A?)",
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
