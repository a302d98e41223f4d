/** The zone's rules: who owns a name, which clusters answer for it, which of them is nearest. Pure. */
@NullMarked
package dev.skerry.dnsregistry.domain;

import org.jspecify.annotations.NullMarked;
