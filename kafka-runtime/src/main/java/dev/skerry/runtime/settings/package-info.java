/** What every service demands of its settings: a wrong one stops the start with its name, what is wrong and the remedy. */
@NullMarked
package dev.skerry.runtime.settings;

import org.jspecify.annotations.NullMarked;
