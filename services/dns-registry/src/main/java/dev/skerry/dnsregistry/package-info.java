/** The zone and the authoritative server for it. */
@NullMarked
package dev.skerry.dnsregistry;

import org.jspecify.annotations.NullMarked;
