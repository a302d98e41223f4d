/** The wiring of the two doors: the fleet API for people and the agents' door. */
@NullMarked
package dev.skerry.appmanager.rest;

import org.jspecify.annotations.NullMarked;
