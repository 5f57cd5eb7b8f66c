/**
 * A real Mule container for tests and demos: {@link org.muleignite.tests.container.MuleHome} lays
 * out an installation, {@link org.muleignite.tests.container.MuleApp} writes applications, and
 * {@link org.muleignite.tests.container.MuleNode} runs the container as a process of its own.
 */
package org.muleignite.tests.container;
