package org.muleignite.cluster.mule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.RETURNS_DEEP_STUBS;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;
import static org.mule.runtime.core.api.config.MuleProperties.OBJECT_CLUSTER_CONFIGURATION;
import static org.mule.runtime.core.api.config.MuleProperties.OBJECT_CLUSTER_SERVICE;
import static org.mule.runtime.core.api.config.MuleProperties.OBJECT_LOCK_PROVIDER;
import static org.mule.runtime.core.api.config.MuleProperties.OBJECT_POLLING_CONTROLLER;
import static org.mule.runtime.core.api.config.MuleProperties.OBJECT_TIME_SUPPLIER;

import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.mockito.invocation.InvocationOnMock;
import org.mule.runtime.api.config.custom.CustomizationService;
import org.muleignite.cluster.config.ClusterSettings;
import org.muleignite.cluster.engine.ClusterMember;

/** Which services are replaced, and which stay Mule's own because a switch says so. */
class CoreServicesTest {

  private final ClusterSettings settings = new ClusterSettings();

  @Test
  void everyServiceOfOurs() {
    assertEquals(
        Set.of(
            OBJECT_LOCK_PROVIDER,
            OBJECT_TIME_SUPPLIER,
            OBJECT_CLUSTER_SERVICE,
            OBJECT_POLLING_CONTROLLER,
            OBJECT_CLUSTER_CONFIGURATION),
        replaced());
  }

  @Test
  void locksMayStayMules() {
    settings.setLockEnabled(false);
    assertEquals(
        Set.of(
            OBJECT_TIME_SUPPLIER,
            OBJECT_CLUSTER_SERVICE,
            OBJECT_POLLING_CONTROLLER,
            OBJECT_CLUSTER_CONFIGURATION),
        replaced());
  }

  @Test
  void timeMayStayMules() {
    settings.setTimeSupplierEnabled(false);
    assertEquals(
        Set.of(
            OBJECT_LOCK_PROVIDER,
            OBJECT_CLUSTER_SERVICE,
            OBJECT_POLLING_CONTROLLER,
            OBJECT_CLUSTER_CONFIGURATION),
        replaced());
  }

  @Test
  void bothAnswersToWhoIsPrimaryStayMulesTogether() {
    settings.setClusterServiceEnabled(false);
    assertEquals(
        Set.of(OBJECT_LOCK_PROVIDER, OBJECT_TIME_SUPPLIER, OBJECT_CLUSTER_CONFIGURATION),
        replaced());
  }

  private Set<String> replaced() {
    Set<String> ids = new TreeSet<>();
    CustomizationService services = mock(CustomizationService.class);
    doAnswer(invocation -> noted(invocation, ids))
        .when(services)
        .overrideDefaultServiceImpl(anyString(), any());
    doAnswer(invocation -> noted(invocation, ids))
        .when(services)
        .registerCustomServiceImpl(anyString(), any());
    ClusterMember member = mock(ClusterMember.class, RETURNS_DEEP_STUBS);
    when(member.context().settings()).thenReturn(settings);
    new CoreServices(member).override(services);
    return ids;
  }

  private static Object noted(InvocationOnMock invocation, Set<String> ids) {
    ids.add(invocation.getArgument(0));
    return null;
  }
}
