/** Certificates, tokens and the files that make a machine a node. */
@NullMarked
package dev.skerry.platforminstaller.effect;

import org.jspecify.annotations.NullMarked;
