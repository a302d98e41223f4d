/** A certificate authority and a centre for tests of whoever speaks to the centre. */
@NullMarked
package dev.skerry.agent.testing;

import org.jspecify.annotations.NullMarked;
