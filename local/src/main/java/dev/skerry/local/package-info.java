/** Local mode: a whole installation on one machine, under one state folder. */
@NullMarked
package dev.skerry.local;

import org.jspecify.annotations.NullMarked;
