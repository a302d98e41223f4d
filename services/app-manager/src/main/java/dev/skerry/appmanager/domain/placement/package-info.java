/** The placement engine: which clusters take an app, and why the others do not. Pure. */
@NullMarked
package dev.skerry.appmanager.domain.placement;

import org.jspecify.annotations.NullMarked;
