package dev.skerry.agent;

import dev.skerry.agent.time.Timing;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;

/**
 * What all agents of one JVM share.
 *
 * @param executor runs tasks that block; meant to give each its own virtual thread
 * @param random spreads retries; safe for use by several threads
 */
public record AgentHost(Timing timing, Executor executor, RandomGenerator random) {}
