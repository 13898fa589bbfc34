package io.github.baci.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.apache.maven.execution.DefaultMavenExecutionRequest;
import org.apache.maven.execution.DefaultMavenExecutionResult;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.model.Build;
import org.apache.maven.model.Plugin;
import org.apache.maven.model.PluginExecution;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.descriptor.DuplicateParameterException;
import org.apache.maven.plugin.descriptor.InvalidPluginDescriptorException;
import org.apache.maven.plugin.descriptor.MojoDescriptor;
import org.apache.maven.plugin.descriptor.Parameter;
import org.apache.maven.plugin.descriptor.PluginDescriptor;
import org.apache.maven.plugin.logging.Log;
import org.apache.maven.plugin.logging.SystemStreamLog;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.util.xml.Xpp3Dom;
import org.eclipse.aether.DefaultRepositorySystemSession;
import org.junit.jupiter.api.Test;

class UnknownParametersTest {
  private final List<String> warnings = new ArrayList<>();
  private final Log log =
      new SystemStreamLog() {
        @Override
        public void warn(CharSequence text) {
          warnings.add(text.toString());
        }
      };

  @Test
  void elementsThatNoGoalHasAParameterForAreToldOnce() throws Exception {
    MavenSession session = session("3.8.7");

    UnknownParameters.tell(session, execution(), log);
    UnknownParameters.tell(session, execution(), log);

    assertThat(warnings)
        .containsExactly(
            "no goal of this plugin knows the parameter <noCahce>, which has no effect"
                + " (did you mean noCache?)",
            "no goal of this plugin knows the parameter <zzz>, which has no effect");
  }

  @Test
  void nothingIsSaidWhereMavenSaysIt() throws Exception {
    UnknownParameters.tell(session("3.9.0"), execution(), log);
    UnknownParameters.tell(session("4.0.0-rc-5"), execution(), log);
    UnknownParameters.tell(session("3.10.1"), execution(), log);
    UnknownParameters.tell(session("3.6.3"), null, log);

    assertThat(warnings).isEmpty();
  }

  private static MojoExecution execution()
      throws DuplicateParameterException, InvalidPluginDescriptorException {
    PluginDescriptor descriptor = new PluginDescriptor();
    MojoDescriptor goal = goal("goal", "noCache");
    descriptor.addMojo(goal);
    descriptor.addMojo(goal("other", "arguments"));
    goal.setPluginDescriptor(descriptor);
    return new MojoExecution(goal, "own");
  }

  private static MavenProject project() {
    Plugin plugin = new Plugin();
    plugin.setGroupId("io.github.baci");
    plugin.setArtifactId("baci-maven-plugin");
    plugin.setConfiguration(configuration("noCahce", "arguments"));
    PluginExecution own = new PluginExecution();
    own.setId("own");
    own.setConfiguration(configuration("zzz", "noCache"));
    plugin.addExecution(own);
    PluginExecution another = new PluginExecution();
    another.setId("another");
    another.setConfiguration(configuration("yyy"));
    plugin.addExecution(another);
    MavenProject project = new MavenProject();
    project.setBuild(new Build());
    project.getBuild().addPlugin(plugin);
    return project;
  }

  private static MojoDescriptor goal(String name, String parameter)
      throws DuplicateParameterException {
    Parameter known = new Parameter();
    known.setName(parameter);
    MojoDescriptor goal = new MojoDescriptor();
    goal.setGoal(name);
    goal.addParameter(known);
    return goal;
  }

  private static Xpp3Dom configuration(String... names) {
    Xpp3Dom configuration = new Xpp3Dom("configuration");
    for (String name : names) {
      configuration.addChild(new Xpp3Dom(name));
    }
    return configuration;
  }

  @SuppressWarnings("deprecation") // the way to have a session without a container
  private static MavenSession session(String version) {
    Properties system = new Properties();
    system.setProperty("maven.version", version);
    DefaultMavenExecutionRequest request = new DefaultMavenExecutionRequest();
    request.setSystemProperties(system);
    MavenSession session =
        new MavenSession(
            null, new DefaultRepositorySystemSession(), request, new DefaultMavenExecutionResult());
    session.setProjects(List.of(project()));
    return session;
  }
}
