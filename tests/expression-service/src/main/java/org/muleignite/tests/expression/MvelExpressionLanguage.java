package org.muleignite.tests.expression;

import static org.mule.runtime.api.i18n.I18nMessageFactory.createStaticMessage;

import java.io.Serializable;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.mule.mvel2.MVEL;
import org.mule.runtime.api.el.BindingContext;
import org.mule.runtime.api.el.ExpressionExecutionException;
import org.mule.runtime.api.el.ExpressionLanguage;
import org.mule.runtime.api.el.ValidationResult;
import org.mule.runtime.api.metadata.DataType;
import org.mule.runtime.api.metadata.TypedValue;

/**
 * Reads {@code #[payload]}, {@code #[vars.x]}, {@code #[attributes.a.b]} and other dotted paths as
 * DataWeave does (nothing on the way is null), and everything else as MVEL with the same names
 * bound.
 *
 * <p>Thread-safe; never blocks. Failures are {@link ExpressionExecutionException}.
 */
final class MvelExpressionLanguage implements ExpressionLanguage {

  private final Map<String, Serializable> compiled = new ConcurrentHashMap<>();
  private volatile BindingContext globals = BindingContext.builder().build();

  @Override
  public synchronized void addGlobalBindings(BindingContext bindingContext) {
    globals = BindingContext.builder(globals).addAll(bindingContext).build();
  }

  @Override
  public TypedValue<?> evaluate(String expression, BindingContext context) {
    String code = Brackets.strip(expression);
    BindingContext all = BindingContext.builder(globals).addAll(context).build();
    Optional<TypedValue<?>> onPath = BindingPath.evaluate(code, all);
    return onPath.isPresent() ? onPath.get() : typed(run(code, all));
  }

  @Override
  public TypedValue<?> evaluate(
      String expression, DataType expectedOutputType, BindingContext context) {
    return Conversion.to(expectedOutputType, evaluate(expression, context));
  }

  @Override
  public TypedValue<?> evaluateLogExpression(String expression, BindingContext context) {
    return evaluate(expression, context);
  }

  @Override
  public ValidationResult validate(String expression) {
    try {
      compile(Brackets.strip(expression));
      return ValidationResult.success();
    } catch (RuntimeException e) {
      return ValidationResult.failure(e.getMessage(), expression);
    }
  }

  @Override
  public Iterator<TypedValue<?>> split(String expression, BindingContext context) {
    return Elements.of(evaluate(expression, context).getValue());
  }

  private Object run(String code, BindingContext context) {
    try {
      return MVEL.executeExpression(compile(code), new BoundVariables(context));
    } catch (RuntimeException e) {
      throw new ExpressionExecutionException(
          createStaticMessage("Cannot evaluate '" + code + "'"), e);
    }
  }

  private Serializable compile(String code) {
    return compiled.computeIfAbsent(code, MVEL::compileExpression);
  }

  static TypedValue<?> typed(Object value) {
    return value instanceof TypedValue
        ? (TypedValue<?>) value
        : new TypedValue<>(value, DataType.fromObject(value));
  }
}
