package dev.skerry.runtime;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/** Every refusal of a door as {@code application/problem+json} (RFC 9457). */
@RestControllerAdvice
final class ProblemAdvice extends ResponseEntityExceptionHandler {

    private static final String RETRY_SECONDS = "2";

    @ExceptionHandler
    ResponseEntity<ProblemDetail> problem(Problem problem) {
        ProblemDetail detail =
                ProblemDetail.forStatusAndDetail(HttpStatusCode.valueOf(problem.status()), problem.getMessage());
        if (!problem.field().isEmpty()) {
            detail.setProperty("field", problem.field());
        }
        detail.setProperty("remedy", problem.remedy());
        return answer(detail, problem.status() == 429 || problem.status() == 503);
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> unavailable(UnavailableException unavailable) {
        ProblemDetail detail = ProblemDetail.forStatusAndDetail(HttpStatusCode.valueOf(503), unavailable.getMessage());
        detail.setProperty("remedy", "try again in " + RETRY_SECONDS + " s");
        return answer(detail, true);
    }

    private static ResponseEntity<ProblemDetail> answer(ProblemDetail detail, boolean retry) {
        HttpHeaders headers = new HttpHeaders();
        if (retry) {
            headers.set(HttpHeaders.RETRY_AFTER, RETRY_SECONDS);
        }
        return new ResponseEntity<>(detail, headers, detail.getStatus());
    }
}
