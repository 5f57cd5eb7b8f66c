package org.muleignite.tests.expression;

import org.mule.mvel2.optimizers.OptimizerFactory;
import org.mule.runtime.api.el.DefaultExpressionLanguageFactoryService;
import org.mule.runtime.api.el.ExpressionLanguage;

/** Gives each application an expression language of its own. Thread-safe. */
final class MvelExpressionService implements DefaultExpressionLanguageFactoryService {

  MvelExpressionService() {
    // MVEL's compiler to bytecode does not know the class files of Java 9 and later.
    OptimizerFactory.setDefaultOptimizer(OptimizerFactory.SAFE_REFLECTIVE);
  }

  @Override
  public String getName() {
    return "Expression service (stand-in)";
  }

  @Override
  public ExpressionLanguage create() {
    return new MvelExpressionLanguage();
  }
}
