package io.github.partnercenter4j.spring;

import io.github.partnercenter4j.error.AuthenticationException;
import io.github.partnercenter4j.error.PartnerCenterException;
import io.github.partnercenter4j.error.ServiceException;
import io.github.partnercenter4j.msal.ConsentException;
import java.time.Duration;
import java.util.Optional;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/**
 * Returns failures as problem details (RFC 9457). The detail is the message of the exception, which contains no secret
 * and no personal data.
 */
@RestControllerAdvice
@Order(0) // Like Boot's own, so that the application's handler of every exception does not come first.
class Problems {

    @ExceptionHandler
    ResponseEntity<ProblemDetail> failed(PartnerCenterException failure) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(status(failure), failure.getMessage());
        problem.setProperty("category", failure.category());
        problem.setProperty("requestId", failure.requestId());
        problem.setProperty("correlationId", failure.correlationId());
        failure.writeOutcome().ifPresent(outcome -> problem.setProperty("writeOutcome", outcome));
        if (failure instanceof AuthenticationException refusal) {
            problem.setProperty("reason", refusal.reason());
        }
        return ResponseEntity.status(problem.getStatus())
                .headers(headers -> retryAfter(failure)
                        .ifPresent(wait -> headers.set(HttpHeaders.RETRY_AFTER, String.valueOf(seconds(wait)))))
                .body(problem);
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> failed(ConsentException refusal) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, refusal.getMessage());
        problem.setProperty("reason", refusal.reason());
        return ResponseEntity.of(problem).build();
    }

    /** Returns 422 for rejected values, 409 for a conflict, and 5xx for failures that the caller did not cause. */
    private static HttpStatus status(PartnerCenterException failure) {
        return switch (failure.category()) {
            case BAD_REQUEST -> HttpStatus.UNPROCESSABLE_CONTENT;
            case CONFLICT, PRECONDITION -> HttpStatus.CONFLICT;
            case THROTTLED, CANCELLED, CLOSED -> HttpStatus.SERVICE_UNAVAILABLE;
            case TIMEOUT -> HttpStatus.GATEWAY_TIMEOUT;
            default -> HttpStatus.BAD_GATEWAY;
        };
    }

    private static Optional<Duration> retryAfter(PartnerCenterException failure) {
        if (failure instanceof AuthenticationException refusal) {
            return refusal.retryAfter();
        }
        return failure instanceof ServiceException answer ? answer.retryAfter() : Optional.empty();
    }

    /** Returns whole seconds, rounded up. */
    private static long seconds(Duration wait) {
        return wait.plusNanos(999_999_999).toSeconds();
    }
}
