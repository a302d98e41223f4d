/** Power controllers that the fleet asks which machines they have. */
@NullMarked
package dev.skerry.cli.bmc;

import org.jspecify.annotations.NullMarked;
