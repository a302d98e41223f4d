/** The fleet API: reads of every state topic, writes as request events, watches, traces. */
@NullMarked
package dev.skerry.appmanager.rest.fleet;

import org.jspecify.annotations.NullMarked;
