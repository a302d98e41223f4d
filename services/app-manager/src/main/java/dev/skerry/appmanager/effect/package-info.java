/** Effects and what they need: workloads as Kubernetes objects, traces read from the topics. */
@NullMarked
package dev.skerry.appmanager.effect;

import org.jspecify.annotations.NullMarked;
