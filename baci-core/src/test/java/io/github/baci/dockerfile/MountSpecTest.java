package io.github.baci.dockerfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.baci.api.BaciException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MountSpecTest {

  private static MountSpec parse(String text) {
    return MountSpec.parse(text, value -> value);
  }

  @Test
  void aBindIsReadOnlyUnlessItSaysOtherwise() {
    MountSpec bind = parse("target=/src,from=Base,source=a");
    assertThat(bind.type()).isEqualTo(MountSpec.Type.BIND);
    assertThat(bind.target()).contains("/src");
    assertThat(bind.from()).contains("Base");
    assertThat(bind.source()).contains("a");
    assertThat(bind.readOnly()).isTrue();
    assertThat(parse("dst=/src,rw").readOnly()).isFalse();
    assertThat(parse("dst=/src,ReadWrite=0").readOnly()).isTrue();
  }

  @Test
  void aCacheHasAnIdSharingAndOwner() {
    MountSpec cache = parse("type=cache,destination=/m2,id=x,sharing=LOCKED,mode=0700,uid=5,gid=6");
    assertThat(cache.readOnly()).isFalse();
    assertThat(cache.id()).contains("x");
    assertThat(cache.sharing()).contains(MountSpec.Sharing.LOCKED);
    assertThat(cache.mode()).hasValue(0700);
    assertThat(cache.uid()).hasValue(5);
    assertThat(cache.gid()).hasValue(6);
  }

  @Test
  void aSecretMayBeAVariable() {
    MountSpec secret = parse("type=secret,id=token,env=TOKEN,required");
    assertThat(secret.env()).contains("TOKEN");
    assertThat(secret.required()).isTrue();
    assertThat(secret.readOnly()).isTrue();
  }

  @Test
  void quotesProtectCommas() {
    assertThat(parse("\"target=/a,\"\"b\"\"\",type=tmpfs,size=1k").target()).contains("/a,\"b\"");
  }

  @Test
  void valuesAreExpanded() {
    MountSpec mount = MountSpec.parse("target=$x", value -> value.replace("$x", "/there"));
    assertThat(mount.target()).contains("/there");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "typ=bind | unexpected key 'typ' in 'typ=bind' (did you mean type?)",
        "type=tmp | unsupported mount type \"tmp\" (did you mean tmpfs?)",
        "foo | invalid field 'foo' must be a key=value pair",
        "target=/a, | invalid field '' must be a key=value pair",
        "target=/a,size=1m | unexpected key 'size' for mount type 'bind'",
        "type=tmpfs,target=/a,size=big | invalid value for size: big",
        "target=/a,required | unexpected key 'required' for mount type 'bind'",
        "target=/a,uid=1 | uid not allowed for \"bind\" type mounts",
        "type=cache,target=/a,uid=-1 | invalid value -1 for uid",
        "type=cache,target=/a,mode=9 | invalid value 9 for mode",
        "type=cache,target=/a,sharing=lock | unsupported sharing value \"lock\" (did you mean"
            + " locked?)",
        "target=/a,sharing=shared | invalid cache sharing set for bind mount",
        "type=secret | one of source, target required",
        "type=secret,id=a,source=b | both source and id can't be set",
        "type=secret,id=a,from=b | secret mount should not have a from",
        "type=ssh,source=a | ssh does not support source",
        "target=/a,ro=maybe | invalid value for ro: maybe",
        "target=\"/a\" | bare \" in non-quoted-field",
        "\"target=/a | extraneous or missing \" in quoted-field",
      })
  void mountsOutOfFormAreRefused(String text, String message) {
    assertThatThrownBy(() -> parse(text))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining(message);
  }

  @Test
  void anAgentHasNoSource() {
    assertThat(parse("type=ssh").id()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "type=cach,target=$HOME | unsupported mount type \"cach\" (did you mean cache?)",
        "type=cache,target=$HOME,sharing=lock | unsupported sharing value \"lock\"",
        "tgt=$HOME | unexpected key 'tgt' in 'tgt=$HOME' (did you mean dst?)",
        "type=$kind,target=/a,size=1m,sharing=all | ",
        "type=tmpfs,target=/a,mode=$m,uid=0 | ",
        "type=tmpfs,target=/a,uid=0 | uid not allowed for \"tmpfs\" type mounts",
        "type=cache,target=/./a/../ | ",
        "type=cache,target=/./../ | invalid mount target \"/\"",
        "type=secret,id='a',source=b | ",
        "type=secret,id=a,source=b | both source and id can't be set",
      })
  void whatNoVariableChangesIsCheckedWithoutThem(String text, String message) {
    if (message == null) {
      MountSpec.checkPlain(text);
    } else {
      assertThatThrownBy(() -> MountSpec.checkPlain(text))
          .isInstanceOf(BaciException.class)
          .hasMessageStartingWith(message);
    }
  }
}
