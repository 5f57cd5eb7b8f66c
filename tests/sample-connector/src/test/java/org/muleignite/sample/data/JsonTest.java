package org.muleignite.sample.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

  @Test
  void readsAnOrder() {
    Map<String, Object> order = JsonReader.readObject(" {\"id\" : \"a-1\", \"amount\":12} ");

    assertEquals(Map.of("id", "a-1", "amount", 12L), order);
  }

  @Test
  void writesWhatItReads() {
    String json = "{\"a\":[1,-2.5,true,null,{}],\"b\":{\"quote\":\"\\\"\\\\\"},\"c\":[]}";

    assertEquals(json, JsonWriter.write(JsonReader.readObject(json)));
  }

  @Test
  void readsEscapes() {
    assertEquals(Map.of("k", "a\nä\t/"), JsonReader.readObject("{\"k\":\"a\\n\\u00e4\\t\\/\"}"));
  }

  @Test
  void writesPlainJava() {
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("total", 7L);
    report.put("nodes", List.of("one", "two"));
    report.put("none", null);

    assertEquals(
        "{\"total\":7,\"nodes\":[\"one\",\"two\"],\"none\":null}", JsonWriter.write(report));
    assertEquals("[\"\\u000a\"]", JsonWriter.write(Arrays.asList("\n")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "[]", "{", "{\"a\":}", "{\"a\":1", "{\"a\":1}x", "{\"a\" 1}", "{\"a\":\"b}"})
  void refusesAnythingElse(String text) {
    assertThrows(IllegalArgumentException.class, () -> JsonReader.readObject(text));
  }
}
