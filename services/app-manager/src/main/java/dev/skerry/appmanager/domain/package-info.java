/** What the app manager talks about: apps, clusters, placements, as plain values. */
@NullMarked
package dev.skerry.appmanager.domain;

import org.jspecify.annotations.NullMarked;
