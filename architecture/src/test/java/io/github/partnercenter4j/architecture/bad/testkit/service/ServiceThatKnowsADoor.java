package io.github.partnercenter4j.architecture.bad.testkit.service;

import io.github.partnercenter4j.architecture.bad.testkit.door.Door;

/** Breaks: a package of the testkit depends only on packages below it. */
public class ServiceThatKnowsADoor {
    Door door;
}
