/** The service on one screen. */
@NullMarked
package dev.skerry.provisioner.stream;

import org.jspecify.annotations.NullMarked;
