/** The service on one screen: its deciders and what feeds them. */
@NullMarked
package dev.skerry.platforminstaller.stream;

import org.jspecify.annotations.NullMarked;
