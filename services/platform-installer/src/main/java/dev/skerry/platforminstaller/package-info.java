/** Clusters: plan, node configuration, certificates, tokens, platform tools. */
@NullMarked
package dev.skerry.platforminstaller;

import org.jspecify.annotations.NullMarked;
