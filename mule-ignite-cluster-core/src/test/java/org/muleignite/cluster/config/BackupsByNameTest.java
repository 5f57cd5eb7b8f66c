package org.muleignite.cluster.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.muleignite.cluster.api.ClusterException;

class BackupsByNameTest {

  @ParameterizedTest
  @CsvSource({
    "app/orders/invoices, 2",
    "app/orders/audit, 0",
    "app/orders/a=b, 3",
    "app/orders/invoices/old, 5",
    "app/billing/invoices, 7",
    "xapp/orders/audit, 7",
    "app/ordersXaudit, 7"
  })
  void theFirstRuleThatFitsTheWholeNameCounts(String name, int backups) {
    BackupsByName rules =
        rules("app/orders/audit = 0", "app/orders/a=b=3", "app/*/old=5", "app/orders/*=2");
    assertEquals(backups, rules.of(name, 7));
  }

  @Test
  void whatIsNoWildcardStandsForItself() {
    BackupsByName rules = rules("a.b(c\\E*=1");
    assertEquals(1, rules.of("a.b(c\\E\nd", 0));
    assertEquals(0, rules.of("aXb(c\\E", 0));
  }

  @Test
  void withoutRulesTheUsualNumberHolds() {
    assertEquals(1, rules().of("app/orders/invoices", 1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"orders", "orders=", "=1", "orders=-1", "orders=11", "orders=many"})
  void aRuleIsANameAndANumber(String bad) {
    assertEquals(
        "mule-ignite setting 'queueBackups' has '%s': write it as name=number, with 0 to 10 nodes, and * for any characters in the name."
            .formatted(bad),
        assertThrows(ClusterException.class, () -> rules("a=1", bad)).getMessage());
  }

  private static BackupsByName rules(String... rules) {
    return new BackupsByName(Settings.QUEUE_BACKUPS, List.of(rules));
  }
}
