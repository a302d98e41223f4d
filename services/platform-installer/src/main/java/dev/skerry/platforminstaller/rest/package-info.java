/** The door for installing nodes and enrolling agents. */
@NullMarked
package dev.skerry.platforminstaller.rest;

import org.jspecify.annotations.NullMarked;
