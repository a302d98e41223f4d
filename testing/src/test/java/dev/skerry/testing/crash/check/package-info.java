/** What must hold of a ledger and the topics, whatever was killed. */
@NullMarked
package dev.skerry.testing.crash.check;

import org.jspecify.annotations.NullMarked;
