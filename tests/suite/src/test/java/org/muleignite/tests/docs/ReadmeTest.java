package org.muleignite.tests.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.muleignite.cluster.config.Setting;
import org.muleignite.cluster.config.Settings;

/** The documents say of the settings what the code does. */
class ReadmeTest {

  private static final Path ROOT = Path.of("..", "..");
  private static final Path SHIPPED =
      ROOT.resolve("distribution/src/main/files/conf/mule-ignite.properties");

  @Test
  void theTableListsEverySettingAsTheCodeDescribesIt() throws IOException {
    String readme = Files.readString(ROOT.resolve("README.md"));
    String section =
        readme.substring(
            readme.indexOf("## Configuration"), readme.indexOf("## What is guaranteed"));
    List<String> rows = section.lines().filter(line -> line.startsWith("| `")).toList();
    assertEquals(
        String.join("\n", Settings.all().stream().map(ReadmeTest::row).toList()),
        String.join("\n", rows));
  }

  private static String row(Setting<?> setting) {
    String byDefault = byDefault(setting);
    return "| `%s` | %s | %s | %s |"
        .formatted(
            setting.key(),
            byDefault.isEmpty() ? "" : "`" + byDefault + "`",
            setting.type().description(),
            setting.meaning());
  }

  @Test
  void theShippedFileHasEveryKeyWithItsDefaultCommentedOut() throws IOException {
    List<String> keys =
        Settings.all().stream()
            .filter(setting -> !setting.type().description().equals("secret"))
            .map(setting -> "#" + setting.key() + "=" + byDefault(setting))
            .toList();
    assertEquals(
        keys,
        Files.readAllLines(SHIPPED).stream().filter(line -> line.matches("#?\\w+=.*")).toList());
  }

  private static String byDefault(Setting<?> setting) {
    Object value = setting.byDefault();
    return value == null || value instanceof List ? "" : value.toString();
  }
}
