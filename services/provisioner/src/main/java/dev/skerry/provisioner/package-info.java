/** The provisioner: power, boot and installation of machines. */
@NullMarked
package dev.skerry.provisioner;

import org.jspecify.annotations.NullMarked;
