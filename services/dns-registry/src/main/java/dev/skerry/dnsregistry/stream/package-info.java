/** The service on one screen. */
@NullMarked
package dev.skerry.dnsregistry.stream;

import org.jspecify.annotations.NullMarked;
