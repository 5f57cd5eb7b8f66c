/** x. */
package org.muleignite.cluster;
