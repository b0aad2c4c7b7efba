package io.github.partnercenter4j.spring;

import io.github.partnercenter4j.error.AuthenticationException;
import io.github.partnercenter4j.error.PartnerCenterException;
import io.github.partnercenter4j.msal.ConsentException;
import io.github.partnercenter4j.msal.HostedConsent;
import io.github.partnercenter4j.msal.HostedConsent.Started;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.net.URI;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;
import org.springframework.web.util.WebUtils;

/**
 * Lets a partner's user sign in at Microsoft, so that the application may act for the partner. What is pending is in the
 * user's session. The application decides who may open the page, because a new consent replaces the partner's token.
 */
@RestController
@RequestMapping("${partnercenter.consent.path:/partnercenter/consent}/{name}")
class ConsentController {

    private static final String CALLBACK = "/callback";

    private static final System.Logger LOG = System.getLogger(ConsentController.class.getName());

    private final Partners partners;
    private final Problems problems = new Problems();

    ConsentController(Partners partners) {
        this.partners = partners;
    }

    /** Sends the browser to Microsoft's sign-in page. */
    @GetMapping
    ResponseEntity<Void> begin(@PathVariable String name, HttpSession session) {
        Partner partner = partner(name);
        URI callback = here().path(CALLBACK).build(true).toUri();
        Started started = consent(partner, callback).begin(partner.tenant());
        session.setAttribute(pending(name), started.pending());
        return ResponseEntity.status(HttpStatus.FOUND).location(started.page()).build();
    }

    /** Stores the refresh token after Microsoft has sent the browser back. */
    @GetMapping(CALLBACK)
    Map<String, String> complete(@PathVariable String name, HttpServletRequest request, HttpSession session) {
        if (!request.getMethod().equals("GET")) {
            // Spring sends HEAD here too, and the code of a consent can be used only once.
            throw problem(HttpStatus.METHOD_NOT_ALLOWED, "Only GET completes a consent.", null);
        }
        Partner partner = partner(name);
        Object pending = take(pending(name), session);
        HostedConsent consent = consent(partner, here().build(true).toUri());
        String tenant = consent.complete(request.getQueryString(), pending instanceof String text ? text : null)
                .tenant();
        partner.forgetToken();
        return Map.of("connected", tenant);
    }

    /** Returns the address of this request as the browser knows it, without the query. */
    private static ServletUriComponentsBuilder here() {
        return ServletUriComponentsBuilder.fromCurrentRequestUri();
    }

    /** Removes a value of the session before it is used, so that a callback works only once. */
    private static @Nullable Object take(String name, HttpSession session) {
        synchronized (WebUtils.getSessionMutex(session)) {
            Object value = session.getAttribute(name);
            session.removeAttribute(name);
            return value;
        }
    }

    private static String pending(String name) {
        return "partnercenter4j consent of " + name;
    }

    private Partner partner(String name) {
        return partners.find(name)
                .orElseThrow(() -> problem(HttpStatus.NOT_FOUND, "No such partner is configured.", null));
    }

    private static HostedConsent consent(Partner partner, URI callback) {
        try {
            return partner.consent(callback)
                    .orElseThrow(() -> problem(
                            HttpStatus.NOT_FOUND,
                            "This partner's tokens come from an AccessTokenProvider bean, so there is no consent.",
                            null));
        } catch (IllegalArgumentException refused) {
            throw problem(
                    HttpStatus.INTERNAL_SERVER_ERROR,
                    refused.getMessage() + ". Behind a proxy, set server.forward-headers-strategy.",
                    refused);
        }
    }

    private static ErrorResponseException problem(HttpStatus status, String detail, @Nullable Throwable cause) {
        return new ErrorResponseException(status, ProblemDetail.forStatusAndDetail(status, detail), cause);
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> failed(ErrorResponseException failure) {
        return ResponseEntity.of(failure.getBody()).build();
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> failed(ConsentException refusal) {
        return problems.failed(refusal);
    }

    /** Returns the reason without the message, which may name a file or a host: anybody may have asked. */
    @ExceptionHandler
    ResponseEntity<ProblemDetail> failed(PartnerCenterException failure, HttpServletRequest request) {
        Map<?, ?> path = (Map<?, ?>) request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE);
        LOG.log(System.Logger.Level.WARNING, "A consent of " + path.get("name") + " failed.", failure);
        Object reason = failure instanceof AuthenticationException refusal ? refusal.reason() : failure.category();
        ResponseEntity<ProblemDetail> answer = problems.failed(failure);
        ProblemDetail problem = Objects.requireNonNull(answer.getBody());
        problem.setDetail("The consent failed: " + reason + ". The log of the application has the details.");
        return answer;
    }
}
