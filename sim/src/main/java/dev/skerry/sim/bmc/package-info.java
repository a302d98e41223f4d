/** Power controllers: Redfish and Wake-on-LAN. */
@NullMarked
package dev.skerry.sim.bmc;

import org.jspecify.annotations.NullMarked;
