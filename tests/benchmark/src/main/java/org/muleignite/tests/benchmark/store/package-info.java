/** Object stores: the loads, both sides' implementations, and the rows of the report. */
package org.muleignite.tests.benchmark.store;
