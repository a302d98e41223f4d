package dev.skerry.platforminstaller.rest;

import dev.skerry.platforminstaller.rest.AgentDoor.Credentials;
import jakarta.servlet.http.HttpServletRequest;
import java.security.cert.X509Certificate;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Agents' door for certificates: see docs/protocols.md. */
@RestController
@RequestMapping("/clusters/{cluster}")
final class AgentController {

    private final AgentDoor door;

    AgentController(AgentDoor door) {
        this.door = door;
    }

    @PostMapping("/enrolment")
    Credentials enrol(@PathVariable String cluster, @RequestBody AgentDoor.Enrolment enrolment) {
        return door.enrol(cluster, enrolment);
    }

    @PostMapping("/renewal")
    Credentials renew(
            @PathVariable String cluster, @RequestBody AgentDoor.Renewal renewal, HttpServletRequest request) {
        return door.renew(cluster, certificate(request), renewal);
    }

    /** The certificate by which the caller connected; the TLS layer has verified it against the fleet's CA. */
    private static @Nullable X509Certificate certificate(HttpServletRequest request) {
        return request.getAttribute("jakarta.servlet.request.X509Certificate") instanceof X509Certificate[] chain
                        && chain.length > 0
                ? chain[0]
                : null;
    }
}
