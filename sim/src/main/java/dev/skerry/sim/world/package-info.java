/** What there is: sites, machines, apps; read from documents or generated. */
@NullMarked
package dev.skerry.sim.world;

import org.jspecify.annotations.NullMarked;
