/** The side of the queues that faces Ignite. No rules here. */
package org.muleignite.queue.ignite;
