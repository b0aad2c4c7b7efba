/**
 * Whole clients played on virtual time. A seed makes a small world of callers, faults and ends; what the service recorded
 * judges what the client told.
 *
 * <ul>
 *   <li>{@code Plan}, {@code Plans}: what a world is made of, and how a seed makes it.
 *   <li>{@code Scheduler}, {@code Turn}, {@code PlayedThread}: time, and who runs next.
 *   <li>{@code Simulated...}, {@code LentExecutor}, {@code Hint}: the world around the client.
 *   <li>{@code World}, {@code Caller}, {@code Ears}: a plan is played; {@code Journal}, {@code Told}: what is written down.
 *   <li>{@code Judge} and the {@code ...Rules}: what must be true afterwards.
 *   <li>{@code Shrinker}, {@code Story}: how a world that fails is told.
 * </ul>
 */
package io.github.partnercenter4j.examples.simulation;
