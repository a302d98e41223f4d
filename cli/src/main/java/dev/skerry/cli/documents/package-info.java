/** Documents in files: YAML, JSON and CSV. */
@NullMarked
package dev.skerry.cli.documents;

import org.jspecify.annotations.NullMarked;
