/** The single writer of placement: all apps, placements and clusters of a fleet as one aggregate. */
@NullMarked
package dev.skerry.appmanager.domain.fleet;

import org.jspecify.annotations.NullMarked;
