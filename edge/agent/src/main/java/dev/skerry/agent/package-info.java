/** Skerry's process in an edge cluster: enrolment, feed, disk snapshot, reconciliation, reports. Plain JDK and Jackson. */
@NullMarked
package dev.skerry.agent;

import org.jspecify.annotations.NullMarked;
