package dev.skerry.sim.machine;

import dev.skerry.sim.net.Calls.Answer;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * One attempt at the boot door. Repeats a report until it is answered for good.
 *
 * @param base of the provisioner, without a path
 */
record Door(Surroundings around, String base, String nonce) {

    @FunctionalInterface
    interface Call {
        Answer send() throws IOException, InterruptedException;
    }

    Answer post(String kind, JsonNode body) throws InterruptedException {
        return recorded(kind, body, untilFinal(around, () -> around.calls().postJson(uri(kind), "", body)));
    }

    Answer phoneHome(URI uri, Map<String, String> form) throws InterruptedException {
        var answer = untilFinal(around, () -> around.calls().postForm(uri, "", form));
        return recorded("phone-home", JsonNodeFactory.instance.objectNode(), answer);
    }

    void fail(String reason) throws InterruptedException {
        post("failure", JsonNodeFactory.instance.objectNode().put("reason", reason));
    }

    private Answer recorded(String kind, JsonNode body, Answer answer) {
        if (answer.isSuccess()) {
            around.ledger().bootReportAcknowledged(kind, nonce, body);
        }
        return answer;
    }

    private URI uri(String kind) {
        return URI.create(base + "/boot/attempts/" + nonce + "/" + kind);
    }

    /** Repeats a call while there is no answer, or one that may pass. */
    static Answer untilFinal(Surroundings around, Call call) throws InterruptedException {
        for (int failures = 0; ; failures++) {
            try {
                var answer = call.send();
                if (!answer.isPassing()) {
                    return answer;
                }
                if (answer.retryAfterSeconds() > 0) {
                    Thread.sleep(Math.min(60, answer.retryAfterSeconds()) * 1000L);
                    continue;
                }
            } catch (IOException unreachable) {
                // Asked again below, for as long as there is power.
            }
            around.pace().beforeRetry(failures);
        }
    }
}
