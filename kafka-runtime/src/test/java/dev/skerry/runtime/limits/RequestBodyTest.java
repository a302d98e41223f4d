package dev.skerry.runtime.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skerry.runtime.Problem;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.DelegatingServletInputStream;

class RequestBodyTest {

    private final AtomicLong nanos = new AtomicLong();

    @Test
    void aBodyOfTheLimitIsReadAndOneByteMoreIsNot() throws IOException {
        assertThat(body(1024).readAllBytes()).hasSize(1024);
        assertThatThrownBy(() -> body(1025).readAllBytes()).isInstanceOfSatisfying(Problem.class, problem -> {
            assertThat(problem.status()).isEqualTo(413);
            assertThat(problem.getMessage()).contains("1 KiB");
        });
    }

    @Test
    void aBodyThatComesByteByByteRunsOutOfTime() throws IOException {
        RequestBody body = body(1024);
        for (int second = 0; second < 30; second++) {
            assertThat(body.read()).isEqualTo('x');
            nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        }
        nanos.addAndGet(1);
        assertThatThrownBy(body::read)
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.status()).isEqualTo(408));
    }

    private RequestBody body(int length) {
        return new RequestBody(
                new DelegatingServletInputStream(new java.io.ByteArrayInputStream(
                        "x".repeat(length).getBytes(java.nio.charset.StandardCharsets.US_ASCII))),
                1024,
                Duration.ofSeconds(30),
                nanos::get);
    }
}
