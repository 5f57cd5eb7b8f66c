/** The clustered object stores: the wiring between Mule, the rules and the engine. */
package org.muleignite.objectstore;
