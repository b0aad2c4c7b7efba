/** Checks the messages of failures against the page that documents them. */
package io.github.partnercenter4j.examples.messages;
