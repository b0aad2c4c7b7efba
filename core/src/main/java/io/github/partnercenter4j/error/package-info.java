/**
 * Every failure: one unchecked root, {@link io.github.partnercenter4j.error.PartnerCenterException}, few types, one category
 * each, and for a write its outcome. For everybody to catch; transports and token sources make them by the factories. No
 * message holds a secret or personal data.
 */
@NullMarked
package io.github.partnercenter4j.error;

import org.jspecify.annotations.NullMarked;
