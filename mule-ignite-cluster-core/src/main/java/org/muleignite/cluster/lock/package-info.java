/**
 * Cluster-wide locks, kept as claims in memory: nothing is written to a cache.
 *
 * <p>Every id belongs to a partition and every partition to one node, its <em>owner</em>, computed
 * from the numbered {@link org.muleignite.cluster.lock.ClusterView view} of the members. The owner
 * grants ids to nodes ({@code LockOwner}); a node passes what it was granted to its threads ({@code
 * NodeLocks}). Why two nodes never hold one id:
 *
 * <ol>
 *   <li>Within one tenure an owner knows all its grants.
 *   <li>A new tenure has a greater epoch (the version of the view that began it) and grants nothing
 *       before every member of that view has reported what it holds, or has left and is fenced.
 *   <li>Before it reports, a node has seen that view, waits until every node that left by then is
 *       fenced, and promises to accept no grant of a lesser epoch from then on.
 * </ol>
 */
package org.muleignite.cluster.lock;
