/** Server-sent events (WHATWG HTML, section 9.2): framing and the streams that are open. */
@NullMarked
package dev.skerry.appmanager.rest.sse;

import org.jspecify.annotations.NullMarked;
