/**
 * What an object store does, in plain Java: order, expiry, disposal and who uses a partition. Knows
 * neither Mule nor Ignite.
 */
package org.muleignite.objectstore.rules;
