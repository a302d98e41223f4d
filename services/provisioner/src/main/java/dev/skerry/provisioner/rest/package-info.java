/** The door of booting machines; see docs/protocols.md. */
@NullMarked
package dev.skerry.provisioner.rest;

import org.jspecify.annotations.NullMarked;
