/** What every service stands on: deciders on Kafka Streams, the doors' publisher, read models, task workers, health. */
@NullMarked
package dev.skerry.runtime;

import org.jspecify.annotations.NullMarked;
