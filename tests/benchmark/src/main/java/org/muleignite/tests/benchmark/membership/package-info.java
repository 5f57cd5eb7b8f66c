/** Membership: how long it takes to take over, and to join. */
package org.muleignite.tests.benchmark.membership;
