/** What becomes of a machine between its approval and its retirement, as pure functions. */
@NullMarked
package dev.skerry.provisioner.domain;

import org.jspecify.annotations.NullMarked;
