/** Clustered queues for Mule. */
package org.muleignite.queue;
