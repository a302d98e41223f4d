/** Placement, fleet status, the agents' connection and the fleet API. */
@NullMarked
package dev.skerry.appmanager;

import org.jspecify.annotations.NullMarked;
