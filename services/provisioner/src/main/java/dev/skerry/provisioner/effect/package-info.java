/** Where the service changes the world: power controllers, boot scripts, nonces. */
@NullMarked
package dev.skerry.provisioner.effect;

import org.jspecify.annotations.NullMarked;
