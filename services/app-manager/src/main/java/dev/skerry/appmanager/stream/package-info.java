/** The app manager's topology on one screen. */
@NullMarked
package dev.skerry.appmanager.stream;

import org.jspecify.annotations.NullMarked;
