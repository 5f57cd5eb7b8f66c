/** Values as bytes: the artifact's own serializer inside a versioned envelope. */
package org.muleignite.cluster.codec;
