/** How every client reaches Kafka: the one place where settings become client properties. */
@NullMarked
package dev.skerry.runtime.connection;

import org.jspecify.annotations.NullMarked;
