package org.muleignite.cluster.mule;

import java.util.concurrent.locks.Lock;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import org.mule.runtime.api.config.custom.CustomizationService;
import org.mule.runtime.core.api.MuleContext;
import org.mule.runtime.core.api.config.MuleManifest;

/**
 * Works around defects of early Mule versions that would break clustering in unchanged
 * applications. One static place, because Mule makes the objects of these beans itself, from their
 * class.
 */
final class MuleDefects {

  private static final String MANAGER_ALIAS = "objectStoreManager";
  private static final String INSTALLER = "_muleIgniteSchedulerController";

  private static volatile BooleanSupplier primary = () -> false;

  private MuleDefects() {}

  /**
   * MULE-16897: otherwise a primary-only source that initialises on a secondary believes to be on
   * the primary.
   */
  static void tellPrimaryEarly(CustomizationService services, BooleanSupplier isPrimary) {
    if (isVersion("4.1.") || isVersion("4.2.")) {
      primary = isPrimary;
      services.registerCustomServiceClass(INSTALLER, EarlySchedulerController.class);
    }
  }

  /**
   * MULE-15056: injection by type finds two managers once the base stores are replaced, and falls
   * back to this name, that of the injected fields.
   */
  static void nameOneStoreManager(CustomizationService services) {
    if (isVersion("4.1.1") || isVersion("4.1.2")) {
      services.registerCustomServiceClass(MANAGER_ALIAS, ObjectStoreManagerAlias.class);
    }
  }

  /** MULE-18906: otherwise a polling source that stops may leave out an item. */
  static BiFunction<MuleContext, String, Lock> guardPolls(
      BiFunction<MuleContext, String, Lock> locks) {
    boolean affected = isVersion("4.1.") || isVersion("4.2.") || isVersion("4.3.");
    return affected ? new PollGate(locks) : locks;
  }

  private static boolean isVersion(String prefix) {
    String version = MuleManifest.getProductVersion();
    return version != null && version.startsWith(prefix);
  }

  static boolean isPrimary() {
    return primary.getAsBoolean();
  }
}
