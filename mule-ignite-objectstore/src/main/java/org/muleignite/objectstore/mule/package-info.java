/** Mule's side of the object stores: its interfaces, its exceptions, values as objects. */
package org.muleignite.objectstore.mule;
