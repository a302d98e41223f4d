/** The part of iPXE's script language that boot doors use. */
@NullMarked
package dev.skerry.sim.ipxe;

import org.jspecify.annotations.NullMarked;
