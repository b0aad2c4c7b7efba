/**
 * Tests whole clients on virtual time. A seed generates a small world of callers, faults and time limits. Afterwards, a
 * judge compares what callers were told with what the service recorded.
 *
 * <ul>
 *   <li>{@code Plan}, {@code Plans}: the contents of a world, generated from a seed.
 *   <li>{@code Scheduler}, {@code Turn}, {@code PlayedThread}: virtual time, and which thread runs next.
 *   <li>{@code Simulated...}, {@code LentExecutor}, {@code Hint}: what surrounds the client.
 *   <li>{@code World}, {@code Caller}, {@code RecordingListener} play a plan; {@code Journal} and {@code CallRecord}
 *       record what happens.
 *   <li>{@code Judge} and the {@code ...Rules} check the result.
 *   <li>{@code Shrinker}, {@code Story}: shorten and describe a world that breaks a promise.
 *   <li>{@code Storm...}: the same plans over sockets, in real time.
 * </ul>
 */
package io.github.partnercenter4j.examples.simulation;
