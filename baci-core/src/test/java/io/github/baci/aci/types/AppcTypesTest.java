package io.github.baci.aci.types;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.baci.api.AcIdentifier;
import io.github.baci.api.BaciException;
import io.github.baci.api.Digest;
import io.github.baci.api.ImageId;
import io.github.baci.api.Platform;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AppcTypesTest {

  @ParameterizedTest
  @ValueSource(strings = {"db", "example.com/db", "example.com~jo/my_db-1", "0"})
  void identifiersOfTheSpecificationAreTaken(String text) {
    assertThat(new AcIdentifier(text)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "DB", "a b", "-a", "a-", "a--b", "a/", "é", "a:b"})
  void otherIdentifiersAreRefusedWithTheValueInTheMessage(String text) {
    assertThatThrownBy(() -> new AcIdentifier(text))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("'" + text + "' is not an AC Identifier");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a.b", "A", "a_b", "a--b", "-a"})
  void namesHaveNothingButLettersDigitsAndSingleHyphens(String text) {
    assertThatThrownBy(() -> new AcName(text))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("'" + text + "' is not an AC Name");
  }

  @ParameterizedTest
  @CsvSource({"80/tcp,80-tcp", "/var/lib/My__DB/,var-lib-my-db", "x,x"})
  void anyTextWithALetterCanBeMadeAName(String text, String name) {
    assertThat(AcName.sanitised(text)).contains(new AcName(name));
  }

  @Test
  void namesOfManyPartsDoNotTakeTheStack() {
    String parts = "a-".repeat(1 << 20) + "a";

    assertThat(new AcIdentifier(parts)).hasToString(parts);
    assertThat(new AcName(parts)).hasToString(parts);
  }

  @Test
  void aTextOfPunctuationMakesNoName() {
    assertThat(AcName.sanitised("///")).isEmpty();
  }

  @Test
  void anImageNameHasAVersionAndLabels() {
    AciName name = AciName.parse("example.com/postgres:9.3.6,os=linux,arch=amd64");

    assertThat(name.name()).isEqualTo(new AcIdentifier("example.com/postgres"));
    assertThat(name.labels())
        .isEqualTo(Labels.of(Map.of("version", "9.3.6", "os", "linux", "arch", "amd64")));
    assertThat(name).hasToString("example.com/postgres:9.3.6,arch=amd64,os=linux");
  }

  @Test
  void anImageNameNeedsNoLabels() {
    assertThat(AciName.parse("db")).isEqualTo(new AciName(new AcIdentifier("db"), Labels.NONE));
  }

  @Test
  void aLabelValueMayHoldAnEqualsSignAndAColon() {
    assertThat(AciName.parse("db,url=http://x/?a=b").labels().find("url"))
        .contains("http://x/?a=b");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "db:|nothing stands after ':'",
        "db,os|'os' is not LABEL=VALUE",
        "db:1,version=2|the label 'version' is given twice",
        "Db|'Db' is not an AC Identifier",
        "db,name=x|a label cannot be called 'name'",
        "db,os=linux,arch=arm64|for arm64 write aarch64",
        "db,os=linux,arch=x86_64|for x86_64 write amd64",
        "db,os=beos|must be one of [linux, freebsd, darwin]"
      })
  void whatIsWrongInAnImageNameIsSaidBesideItsForm(String text, String reason) {
    assertThatThrownBy(() -> AciName.parse(text))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("image name '" + text + "' must have the form NAME[:VERSION]")
        .hasMessageContaining(reason);
  }

  @Test
  void theArchitectureIsFreeWithoutAnOperatingSystem() {
    assertThat(Labels.of(Map.of("arch", "arm64")).find("arch")).contains("arm64");
  }

  @ParameterizedTest
  @CsvSource({
    "linux/amd64,amd64",
    "linux/386,i386",
    "linux/arm64,aarch64",
    "linux/arm/v6,armv6l",
    "linux/arm/v7,armv7l",
    "linux/ppc64le,ppc64le",
    "linux/s390x,s390x",
    "darwin/amd64,x86_64",
    "freebsd/arm/v6,arm"
  })
  void platformsAreTranslated(String platform, String arch) {
    assertThat(Labels.ofPlatform(Platform.parse(platform)).find("arch")).contains(arch);
  }

  @Test
  void labelsOfAPlatformLeadBackToIt() {
    Platform platform = Platform.parse("linux/arm/v7");

    assertThat(Labels.ofPlatform(platform).platform()).contains(platform);
  }

  @Test
  void aPlatformUnknownToTheSpecificationHasNoLabels() {
    assertThat(Labels.ofPlatform(Platform.parse("linux/riscv64"))).isEqualTo(Labels.NONE);
  }

  @ParameterizedTest
  @CsvSource({
    "created,yesterday,RFC 3339",
    "created,2026-01-01 00:00:00Z,RFC 3339",
    "homepage,ftp://example.com,http or https",
    "documentation,no url,http or https"
  })
  void annotationsOfKnownNamesHaveTheirForms(String name, String value, String rule) {
    assertThatThrownBy(() -> Annotations.of(Map.of(name, value)))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("'" + value + "' is not a value for the annotation '" + name + "'")
        .hasMessageContaining(rule);
  }

  @Test
  void laterAnnotationsReplaceEarlierOnes() {
    assertThat(Annotations.of(Map.of("a", "1", "b", "2")).with(Annotations.of(Map.of("b", "3"))))
        .isEqualTo(Annotations.of(Map.of("a", "1", "b", "3")));
  }

  @Test
  void anImageIdIsWrittenWithAHyphen() {
    String text = "sha512-" + "0f".repeat(64);

    assertThat(ImageId.parse(text)).hasToString(text);
    assertThat(ImageId.parse(text).digest()).isEqualTo(Digest.parse("sha512:" + "0f".repeat(64)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "sha512-", "sha512-12", "sha256-00", "sha512:00"})
  void shortenedAndOtherImageIdsAreRefused(String text) {
    assertThatThrownBy(() -> ImageId.parse(text))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("'" + text + "' is not an image ID");
  }

  @ParameterizedTest
  @CsvSource({"0,1", "65536,1", "65535,2", "1,0", "1,65536"})
  void portsEndInSixteenBits(int port, int count) {
    assertThatThrownBy(() -> new Port(new AcName("http"), "tcp", port, count, false))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("port 'http'");
  }

  @Test
  void aMountPointHasAPath() {
    assertThatThrownBy(() -> new MountPoint(new AcName("data"), "", false))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("'data'");
  }

  @Test
  void thereAreTwoEvents() {
    assertThat(EventHandler.Event.parse("pre-start")).isEqualTo(EventHandler.Event.PRE_START);
    assertThat(EventHandler.Event.parse("post-stop")).isEqualTo(EventHandler.Event.POST_STOP);
    assertThatThrownBy(() -> EventHandler.Event.parse("post-start"))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("'post-start'");
  }

  @Test
  void anAppHasAUserAndAGroup() {
    assertThatThrownBy(() -> app("", "0", "", Map.of(), List.of()))
        .isInstanceOf(BaciException.class);
    assertThatThrownBy(() -> app("0", "", "", Map.of(), List.of()))
        .isInstanceOf(BaciException.class);
  }

  @Test
  void theWorkingDirectoryIsAbsolute() {
    assertThatThrownBy(() -> app("0", "0", "srv", Map.of(), List.of()))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("'srv' is not a workingDirectory");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1A", "A B", "A(x)", "-A"})
  void variablesHaveNamesOfTheSpecification(String name) {
    assertThatThrownBy(() -> app("0", "0", "", Map.of(name, "x"), List.of()))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("'" + name + "'");
  }

  @Test
  void thereIsOneHandlerForAnEvent() {
    EventHandler handler = new EventHandler(EventHandler.Event.PRE_START, List.of("/init"));

    assertThatThrownBy(() -> app("0", "0", "", Map.of(), List.of(handler, handler)))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("pre-start");
  }

  private static App app(
      String user,
      String group,
      String workingDirectory,
      Map<String, String> environment,
      List<EventHandler> handlers) {
    return new App(
        new App.Commands(List.of("/bin/true"), handlers),
        new App.Identity(user, group, List.of()),
        workingDirectory,
        environment,
        List.of(),
        List.of(),
        List.of(),
        new App.Notes(Map.of(), Map.of()));
  }
}
