package dev.skerry.runtime;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/** Every refusal of a door as {@code application/problem+json} (RFC 9457). */
@RestControllerAdvice
final class ProblemAdvice extends ResponseEntityExceptionHandler {

    private static final long RETRY_SECONDS = 2;

    @ExceptionHandler
    ResponseEntity<ProblemDetail> problem(Problem problem) {
        ProblemDetail detail =
                ProblemDetail.forStatusAndDetail(HttpStatusCode.valueOf(problem.status()), problem.getMessage());
        if (!problem.field().isEmpty()) {
            detail.setProperty("field", problem.field());
        }
        detail.setProperty("remedy", problem.remedy());
        return answer(detail, problem.retryAfterSeconds());
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> unavailable(UnavailableException unavailable) {
        ProblemDetail detail = ProblemDetail.forStatusAndDetail(HttpStatusCode.valueOf(503), unavailable.getMessage());
        detail.setProperty("remedy", "try again in " + RETRY_SECONDS + " s");
        return answer(detail, RETRY_SECONDS);
    }

    /** A body that its reader gave up because the door refused the rest of it. */
    @Override
    protected @Nullable ResponseEntity<Object> handleHttpMessageNotReadable(
            HttpMessageNotReadableException unreadable,
            HttpHeaders headers,
            HttpStatusCode status,
            WebRequest request) {
        for (Throwable cause = unreadable.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof Problem problem) {
                ResponseEntity<ProblemDetail> refused = problem(problem);
                return handleExceptionInternal(
                        unreadable, refused.getBody(), refused.getHeaders(), refused.getStatusCode(), request);
            }
        }
        return super.handleHttpMessageNotReadable(unreadable, headers, status, request);
    }

    private static ResponseEntity<ProblemDetail> answer(ProblemDetail detail, long retryAfterSeconds) {
        HttpHeaders headers = new HttpHeaders();
        if (retryAfterSeconds > 0) {
            headers.set(HttpHeaders.RETRY_AFTER, Long.toString(retryAfterSeconds));
        }
        return new ResponseEntity<>(detail, headers, detail.getStatus());
    }
}
