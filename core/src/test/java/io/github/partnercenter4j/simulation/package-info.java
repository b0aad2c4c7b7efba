/**
 * Whole clients played on virtual time. A seed makes a small world of callers, faults and ends; what the service recorded
 * judges what the client told.
 */
package io.github.partnercenter4j.simulation;
