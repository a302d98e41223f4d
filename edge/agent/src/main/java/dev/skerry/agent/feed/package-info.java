/** Server-sent events as they come from the centre. */
@NullMarked
package dev.skerry.agent.feed;

import org.jspecify.annotations.NullMarked;
