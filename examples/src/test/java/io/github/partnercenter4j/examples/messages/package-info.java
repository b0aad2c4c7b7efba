/** What failures say, as a page that the build holds to the code. */
package io.github.partnercenter4j.examples.messages;
