/** Time, timers and tasks that run one at a time. */
@NullMarked
package dev.skerry.agent.time;

import org.jspecify.annotations.NullMarked;
