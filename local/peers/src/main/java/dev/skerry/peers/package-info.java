/** The broker and the schema registry of local mode: real ones, as child processes on loopback. Plain JDK. */
@NullMarked
package dev.skerry.peers;

import org.jspecify.annotations.NullMarked;
