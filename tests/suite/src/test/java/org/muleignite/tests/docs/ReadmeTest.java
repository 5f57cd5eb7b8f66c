package org.muleignite.tests.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.beans.IntrospectionException;
import java.beans.Introspector;
import java.beans.PropertyDescriptor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.muleignite.cluster.config.ClusterSettings;

/** The README says of the settings what the code does. */
class ReadmeTest {

  @Test
  void theTableListsEverySettingWithItsDefault() throws Exception {
    assertEquals(settings(), table());
  }

  private static Map<String, String> settings()
      throws IntrospectionException, ReflectiveOperationException {
    Map<String, String> settings = new TreeMap<>();
    for (PropertyDescriptor property :
        Introspector.getBeanInfo(ClusterSettings.class).getPropertyDescriptors()) {
      if (property.getWriteMethod() != null) {
        Object value = property.getReadMethod().invoke(new ClusterSettings());
        settings.put(property.getName(), String.valueOf(value));
      }
    }
    return settings;
  }

  private static Map<String, String> table() throws IOException {
    String readme = Files.readString(Path.of("..", "..", "README.md"));
    String section =
        readme.substring(
            readme.indexOf("## Configuration"), readme.indexOf("## What is guaranteed"));
    Map<String, String> table = new TreeMap<>();
    Matcher row = Pattern.compile("(?m)^\\| `(\\w+)` \\| `([^`]*)` \\|").matcher(section);
    while (row.find()) {
      table.put(row.group(1), row.group(2));
    }
    return table;
  }
}
