package io.github.partnercenter4j.examples.bad.testkit.service;

import io.github.partnercenter4j.examples.bad.testkit.door.Door;

/** Breaks: a room of the testkit knows only rooms below it. */
public class ServiceThatKnowsADoor {
    Door door;
}
