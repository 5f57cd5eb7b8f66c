/** The engine's side of the object stores: one cache for each kind of store. */
package org.muleignite.objectstore.ignite;
