/** The agents' door: a TLS port of its own, the feed of desired states down, reports up. */
@NullMarked
package dev.skerry.appmanager.rest.agents;

import org.jspecify.annotations.NullMarked;
