/** How many boot scripts the provisioner's door answers, beside a constant of the same server. */
@NullMarked
package dev.skerry.bench.boot;

import org.jspecify.annotations.NullMarked;
