package org.muleignite.cluster.mule;

import java.util.function.BooleanSupplier;
import org.mule.runtime.api.config.custom.CustomizationService;
import org.mule.runtime.core.api.config.MuleManifest;

/**
 * Works around two defects of early Mule versions that would break clustering in unchanged
 * applications. One static place, because Mule makes the objects of these beans itself, from their
 * class.
 */
final class MuleDefects {

  private static final String MANAGER_ALIAS = "objectStoreManager";
  private static final String INSTALLER = "_muleIgniteSchedulerController";

  private static volatile BooleanSupplier primary = () -> false;

  private MuleDefects() {}

  static void workAround(CustomizationService services, BooleanSupplier isPrimary) {
    String version = MuleManifest.getProductVersion();
    if (version == null) {
      return;
    }
    if (version.startsWith("4.1.") || version.startsWith("4.2.")) {
      // MULE-16897: otherwise a primary-only source that initialises on a secondary believes to be
      // on the primary.
      primary = isPrimary;
      services.registerCustomServiceClass(INSTALLER, EarlySchedulerController.class);
    }
    if (version.startsWith("4.1.1") || version.startsWith("4.1.2")) {
      // MULE-15056: injection by type finds two managers and falls back to this name, that of the
      // injected fields.
      services.registerCustomServiceClass(MANAGER_ALIAS, ObjectStoreManagerAlias.class);
    }
  }

  static boolean isPrimary() {
    return primary.getAsBoolean();
  }
}
