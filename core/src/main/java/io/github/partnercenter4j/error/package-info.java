/**
 * The failures of calls: an unchecked root exception, {@link io.github.partnercenter4j.error.PartnerCenterException},
 * with a few subclasses. Each failure has a category and, for a write, an outcome. Applications catch them. Transports
 * and token sources create them with the factory methods. No message contains a secret or personal data.
 */
@NullMarked
package io.github.partnercenter4j.error;

import org.jspecify.annotations.NullMarked;
