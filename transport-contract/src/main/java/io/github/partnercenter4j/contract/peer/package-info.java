/**
 * Peers on loopback with behaviour that no correct server has: they answer byte by byte, refuse, hang or break. Depends
 * on the core only; used by the contract and the matrix. Not exported, and no API.
 */
@NullMarked
package io.github.partnercenter4j.contract.peer;

import org.jspecify.annotations.NullMarked;
