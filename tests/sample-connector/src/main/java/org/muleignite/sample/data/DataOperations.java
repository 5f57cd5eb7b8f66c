package org.muleignite.sample.data;

import java.io.Serializable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import javax.inject.Inject;
import org.mule.runtime.api.metadata.TypedValue;
import org.mule.runtime.core.api.MuleContext;
import org.mule.runtime.extension.api.annotation.Alias;
import org.mule.runtime.extension.api.annotation.error.Throws;
import org.mule.runtime.extension.api.annotation.param.Content;
import org.mule.runtime.extension.api.annotation.param.MediaType;
import org.mule.runtime.extension.api.exception.ModuleException;
import org.muleignite.sample.SampleError;
import org.muleignite.sample.SampleErrorTypes;

/**
 * What flows need where there is no DataWeave and no Java module.
 *
 * <p>Results are declared as {@link Serializable}: for maps and plain objects the SDK demands
 * metadata resolvers.
 */
@Throws(SampleErrorTypes.class)
public class DataOperations {

  @Inject private MuleContext muleContext;

  /**
   * Reads a JSON object.
   *
   * @param json the text
   * @return its fields
   */
  public Serializable parseJson(@Content String json) {
    try {
      return JsonReader.readObject(json);
    } catch (IllegalArgumentException e) {
      throw new ModuleException(SampleError.INVALID_JSON, e);
    }
  }

  /**
   * Writes maps, collections, numbers and texts as JSON.
   *
   * @param content the value
   * @return the text
   */
  @MediaType(MediaType.APPLICATION_JSON)
  public String toJson(@Content TypedValue<Serializable> content) {
    return JsonWriter.write(content.getValue());
  }

  /**
   * Calls a public static method of a class of the application.
   *
   * @param className the class
   * @param method the method; the number of its parameters picks among several of the same name
   * @param args the arguments
   * @return what the method returned: something serializable
   */
  public Serializable invokeStatic(
      @Alias("class") String className, String method, List<Object> args) {
    try {
      // The connector's own loader cannot see the application.
      Class<?> type = Class.forName(className, true, muleContext.getExecutionClassLoader());
      return (Serializable) find(type, method, args.size()).invoke(null, args.toArray());
    } catch (InvocationTargetException e) {
      throw new ModuleException(SampleError.INVOCATION, e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new ModuleException(SampleError.INVOCATION, e);
    }
  }

  private static Method find(Class<?> type, String name, int parameters)
      throws NoSuchMethodException {
    return Arrays.stream(type.getMethods())
        .filter(method -> method.getName().equals(name))
        .filter(method -> method.getParameterCount() == parameters)
        .findFirst()
        .orElseThrow(() -> new NoSuchMethodException(type.getName() + "." + name));
  }
}
