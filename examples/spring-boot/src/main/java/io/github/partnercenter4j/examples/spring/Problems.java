package io.github.partnercenter4j.examples.spring;

import io.github.partnercenter4j.error.PartnerCenterException;
import io.github.partnercenter4j.error.ServiceException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.validation.FieldError;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/** Failures as problem details (RFC 9457). */
@RestControllerAdvice
class Problems extends ResponseEntityExceptionHandler {

    /** The message of our exceptions holds no secret and nothing personal, so it may be shown. */
    @ExceptionHandler
    ResponseEntity<ProblemDetail> failed(PartnerCenterException failure) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(status(failure), failure.getMessage());
        problem.setProperty("category", failure.category());
        problem.setProperty("requestId", failure.requestId());
        problem.setProperty("correlationId", failure.correlationId());
        failure.writeOutcome().ifPresent(outcome -> problem.setProperty("writeOutcome", outcome));
        return ResponseEntity.status(problem.getStatus())
                .headers(headers -> retryAfter(failure, headers))
                .body(problem);
    }

    /** What went wrong behind this service is nothing that its own caller did, unless the values were refused. */
    private static HttpStatus status(PartnerCenterException failure) {
        return switch (failure.category()) {
            case BAD_REQUEST -> HttpStatus.UNPROCESSABLE_CONTENT;
            case CONFLICT, PRECONDITION -> HttpStatus.CONFLICT;
            case THROTTLED, CANCELLED, CLOSED -> HttpStatus.SERVICE_UNAVAILABLE;
            case TIMEOUT -> HttpStatus.GATEWAY_TIMEOUT;
            default -> HttpStatus.BAD_GATEWAY;
        };
    }

    private static void retryAfter(PartnerCenterException failure, HttpHeaders headers) {
        if (failure instanceof ServiceException answer && answer.retryAfter().isPresent()) {
            Duration wait = answer.retryAfter().get();
            headers.set(
                    HttpHeaders.RETRY_AFTER,
                    String.valueOf(wait.plusNanos(999_999_999).toSeconds()));
        }
    }

    /** Names the fields at fault, and not what was in them. */
    @Override
    protected @Nullable ResponseEntity<Object> handleMethodArgumentNotValid(
            MethodArgumentNotValidException invalid, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        List<String> fields = invalid.getFieldErrors().stream()
                .map(FieldError::getField)
                .distinct()
                .sorted()
                .toList();
        invalid.getBody().setProperty("fields", fields);
        return handleExceptionInternal(invalid, null, headers, status, request);
    }
}
