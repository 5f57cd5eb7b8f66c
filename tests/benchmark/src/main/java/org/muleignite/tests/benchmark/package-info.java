/**
 * Measures our services side by side with Hazelcast's: what is compared, how often, and the report.
 */
package org.muleignite.tests.benchmark;
