/** Clusters of forked JVMs, seen from the process that measures. */
package org.muleignite.tests.benchmark.fleet;
