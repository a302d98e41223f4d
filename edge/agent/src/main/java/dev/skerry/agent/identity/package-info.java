/** The agent's key and certificate: made, enrolled, kept, renewed. */
@NullMarked
package dev.skerry.agent.identity;

import org.jspecify.annotations.NullMarked;
