/** Kafka as a real cluster has it: mutual TLS, tokens, and an authorizer that grants what the catalogue's users may. */
@NullMarked
package dev.skerry.testing.security;

import org.jspecify.annotations.NullMarked;
