/** What a door takes at most: request sizes, rates, requests at once. */
@NullMarked
package dev.skerry.runtime.limits;

import org.jspecify.annotations.NullMarked;
