/** What runs in the forked JVMs: a node of either side. */
package org.muleignite.tests.benchmark.member;
