/** Power controllers that are asked which machines they have. */
@NullMarked
package dev.skerry.cli.bmc;

import org.jspecify.annotations.NullMarked;
