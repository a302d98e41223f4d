package dev.skerry.provisioner.effect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LocalProgramsTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final LocalPrograms programs = new LocalPrograms();

    @Test
    void aProgramReadsWhatIsForItAlone() throws Exception {
        Programs.Ended ended =
                programs.run(List.of("sh", "-c", "cat /dev/stdin; env | cut -d= -f1; exit 3"), "s3cret\n", LIMIT);
        assertThat(ended.code()).isEqualTo(3);
        assertThat(ended.output().lines()).contains("s3cret", "PATH", "LC_ALL").doesNotContain("HOME", "JAVA_HOME");
    }

    @Test
    void bothOfItsOutputsAreTold() throws Exception {
        assertThat(programs.run(List.of("sh", "-c", "echo one; echo two >&2"), "", LIMIT))
                .isEqualTo(new Programs.Ended(0, "one\ntwo\n"));
    }

    @Test
    void aProgramThatReadsNothingIsNoError() throws Exception {
        assertThat(programs.run(List.of("true"), "x".repeat(1 << 20), LIMIT).code())
                .isZero();
    }

    @Test
    void oneThatDoesNotEndIsKilled() {
        assertThatThrownBy(() -> programs.run(List.of("cat", "/dev/zero"), "", Duration.ofMillis(200)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cat did not end");
    }

    @Test
    void aProgramThatIsNotThereIsToldFromOneThatCannotStart() {
        assertThatThrownBy(() -> programs.run(List.of("no-such-program-of-skerry"), "", LIMIT))
                .isInstanceOf(Programs.MissingException.class)
                .hasMessageContaining("no-such-program-of-skerry is missing");
    }
}
