/** What becomes of clusterings, sites' clusters and their nodes, as pure functions. */
@NullMarked
package dev.skerry.platforminstaller.domain;

import org.jspecify.annotations.NullMarked;
