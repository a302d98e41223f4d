package dev.skerry.runtime.limits;

import dev.skerry.runtime.Problem;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpStatus;
import tools.jackson.databind.json.JsonMapper;

/** A refusal as {@code application/problem+json} (RFC 9457) where no controller has been reached yet. */
final class ProblemJson {

    private ProblemJson() {}

    static void write(Problem problem, HttpServletResponse response) throws IOException {
        byte[] json = JsonMapper.shared()
                .writeValueAsBytes(JsonMapper.shared()
                        .createObjectNode()
                        .put("title", HttpStatus.valueOf(problem.status()).getReasonPhrase())
                        .put("status", problem.status())
                        .put("detail", problem.getMessage())
                        .put("remedy", problem.remedy()));
        response.setStatus(problem.status());
        if (problem.retryAfterSeconds() > 0) {
            response.setHeader("Retry-After", Long.toString(problem.retryAfterSeconds()));
        }
        response.setContentType("application/problem+json");
        response.setContentLength(json.length);
        response.getOutputStream().write(json);
    }
}
