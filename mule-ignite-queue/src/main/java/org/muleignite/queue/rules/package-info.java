/**
 * The rules of the clustered queues: who hands out an item, who may remove it, what happens when a
 * node dies. Plain Java: knows neither Mule nor Ignite.
 */
package org.muleignite.queue.rules;
