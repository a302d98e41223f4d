/** The inventory: the one shared record of sites and machines. */
@NullMarked
package dev.skerry.inventory;

import org.jspecify.annotations.NullMarked;
