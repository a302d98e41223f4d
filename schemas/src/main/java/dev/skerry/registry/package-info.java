/** Confluent's registry protocol: the client, the registrar and the compatibility check. */
@NullMarked
package dev.skerry.registry;

import org.jspecify.annotations.NullMarked;
