package org.muleignite.tests.expression;

import java.util.HashMap;
import java.util.Map;
import org.mule.mvel2.integration.VariableResolver;
import org.mule.mvel2.integration.impl.BaseVariableResolverFactory;
import org.mule.mvel2.integration.impl.SimpleValueResolver;
import org.mule.runtime.api.el.BindingContext;
import org.mule.runtime.api.metadata.TypedValue;

/**
 * The bindings of one evaluation as MVEL variables, looked up when used, with typed values opened.
 * Confined to the evaluating thread.
 */
final class BoundVariables extends BaseVariableResolverFactory {

  private static final long serialVersionUID = 1L;

  private final transient BindingContext context;

  BoundVariables(BindingContext context) {
    this.context = context;
    this.variableResolvers = new HashMap<>();
  }

  @Override
  public boolean isTarget(String name) {
    return variableResolvers.containsKey(name) || context.identifiers().contains(name);
  }

  @Override
  public boolean isResolveable(String name) {
    return isTarget(name) || (nextFactory != null && nextFactory.isResolveable(name));
  }

  @Override
  public VariableResolver getVariableResolver(String name) {
    if (!isTarget(name)) {
      return super.getVariableResolver(name);
    }
    return variableResolvers.computeIfAbsent(
        name, key -> new SimpleValueResolver(open(lookup(key))));
  }

  @Override
  public VariableResolver createVariable(String name, Object value) {
    return createVariable(name, value, null);
  }

  @Override
  public VariableResolver createVariable(String name, Object value, Class<?> type) {
    VariableResolver resolver = new SimpleValueResolver(value);
    variableResolvers.put(name, resolver);
    return resolver;
  }

  private Object lookup(String name) {
    return context.lookup(name).map(typed -> ((TypedValue<?>) typed).getValue()).orElse(null);
  }

  /** Event variables are a map of typed values. Unknown keys of it are null, not an error. */
  private static Object open(Object value) {
    if (!(value instanceof Map)) {
      return value;
    }
    Map<?, ?> map = (Map<?, ?>) value;
    if (map.isEmpty() || map.values().stream().allMatch(TypedValue.class::isInstance)) {
      return new OpenedMap(map);
    }
    return value;
  }

  private static final class OpenedMap extends HashMap<Object, Object> {

    private static final long serialVersionUID = 1L;

    OpenedMap(Map<?, ?> typed) {
      typed.forEach((key, value) -> put(key, ((TypedValue<?>) value).getValue()));
    }

    @Override
    public boolean containsKey(Object key) {
      return true;
    }
  }
}
