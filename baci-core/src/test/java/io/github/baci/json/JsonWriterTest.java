package io.github.baci.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class JsonWriterTest {
  @Test
  void writesEveryCharacterAsJacksonDoes() throws IOException {
    StringBuilder all = new StringBuilder();
    for (int one = 0; one <= Character.MAX_CODE_POINT; one++) {
      all.appendCodePoint(one);
    }
    StringWriter text = new StringWriter();
    try (JsonGenerator jackson = new JsonFactory().createGenerator(text)) {
      jackson.writeString(all.toString());
    }
    JsonWriter string = new JsonWriter();
    string.string(all.toString());
    assertThat(string.toString().equals(text.toString())).isTrue();
    ByteArrayOutputStream expected = new ByteArrayOutputStream();
    try (JsonGenerator jackson = new JsonFactory().createGenerator(expected)) {
      jackson.writeStartObject();
      jackson.writeStringField(all.toString(), all.toString());
      jackson.writeEndObject();
    }
    JsonWriter json = new JsonWriter();
    json.startObject();
    json.field(all.toString(), all.toString());
    json.endObject();
    assertThat(Arrays.equals(json.bytes(), expected.toByteArray())).isTrue();
  }

  @Test
  void separatesWhatFollowsEachOther() throws IOException {
    JsonWriter json = new JsonWriter();
    json.startObject();
    json.startObject("empty");
    json.endObject();
    json.startArray("list");
    json.endArray();
    json.startArray("mixed");
    json.string("a");
    json.number(Long.MIN_VALUE);
    json.literal("1.5E10");
    json.startObject();
    json.field("yes", true);
    json.field("no", false);
    json.endObject();
    json.startArray();
    json.literal("null");
    json.endArray();
    json.endArray();
    json.field("last", 7);
    json.endObject();
    assertThat(json)
        .hasToString(
            "{\"empty\":{},\"list\":[],\"mixed\":[\"a\",-9223372036854775808,1.5E10,{\"yes\":true,\"no\":false},[null]],\"last\":7}");
    assertThat(JsonTree.bytes(JsonTree.read(json.toString())))
        .isEqualTo(json.toString().getBytes(StandardCharsets.UTF_8));
  }
}
