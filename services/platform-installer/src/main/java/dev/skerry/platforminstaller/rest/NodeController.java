package dev.skerry.platforminstaller.rest;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Nodes' door: see docs/protocols.md. */
@RestController
@RequestMapping("/nodes/{nonce}")
final class NodeController {

    private static final String YAML = "text/yaml;charset=UTF-8";

    private final NodeDoor door;

    NodeController(NodeDoor door) {
        this.door = door;
    }

    @GetMapping(path = "/meta-data", produces = YAML)
    String metaData(@PathVariable String nonce) {
        return door.metaData(nonce);
    }

    @GetMapping(path = "/user-data", produces = YAML)
    String userData(@PathVariable String nonce) {
        return door.userData(nonce);
    }

    @GetMapping(path = "/vendor-data", produces = YAML)
    String vendorData(@PathVariable String nonce) {
        return door.vendorData(nonce);
    }

    @PostMapping("/claim")
    JoinConfiguration claim(@PathVariable String nonce, HttpServletRequest request) {
        return door.claim(nonce, request.getRemoteAddr());
    }

    @PostMapping("/joined")
    @ResponseStatus(HttpStatus.ACCEPTED)
    Map<String, String> joined(
            @PathVariable String nonce, @RequestBody NodeDoor.Joined report, HttpServletRequest request) {
        return Map.of("eventId", door.joined(nonce, report, request.getRemoteAddr()));
    }
}
