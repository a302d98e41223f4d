/** The authoritative server: sockets, messages, and the index from which they are answered. */
@NullMarked
package dev.skerry.dnsregistry.effect;

import org.jspecify.annotations.NullMarked;
