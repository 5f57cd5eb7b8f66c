/** The side of the queues that faces Mule: its interfaces, its exceptions, XA. */
package org.muleignite.queue.mule;
