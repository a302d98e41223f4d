/** One cluster as it is to be and as its agent says that it is. */
@NullMarked
package dev.skerry.appmanager.domain.cluster;

import org.jspecify.annotations.NullMarked;
