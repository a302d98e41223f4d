/** What a site's network needs so that its machines find the boot door. */
@NullMarked
package dev.skerry.cli.boot;

import org.jspecify.annotations.NullMarked;
