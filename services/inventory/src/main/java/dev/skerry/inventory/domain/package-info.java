/** What a site and a machine are, and the rules by which the record of them changes. Plain JDK and kernel. */
@NullMarked
package dev.skerry.inventory.domain;

import org.jspecify.annotations.NullMarked;
