/** The service of docs/spring-boot.md, and its test. */
package io.github.partnercenter4j.examples.service;
