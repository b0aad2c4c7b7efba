/**
 * Peers on loopback that do what no well-behaved server would: they answer byte by byte, refuse, hang or break off. May
 * know the core alone; used by the contract and by the matrix. Not exported, and no API.
 */
@NullMarked
package io.github.partnercenter4j.contract.peer;

import org.jspecify.annotations.NullMarked;
