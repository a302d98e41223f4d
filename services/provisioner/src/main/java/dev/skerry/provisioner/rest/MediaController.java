package dev.skerry.provisioner.rest;

import dev.skerry.provisioner.effect.BootMedium;
import dev.skerry.provisioner.effect.ScriptRenderer;
import dev.skerry.runtime.Problem;
import java.io.IOException;
import java.io.InputStream;
import org.springframework.core.io.AbstractResource;
import org.springframework.core.io.Resource;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** What power controllers insert as virtual media. It carries no secret: it says where the machine asks what to do. */
@RestController
public final class MediaController {

    private final MachineIndex machines;
    private final BootMedium medium;
    private final ScriptRenderer scripts;

    public MediaController(MachineIndex machines, BootMedium medium, ScriptRenderer scripts) {
        this.machines = machines;
        this.medium = medium;
        this.scripts = scripts;
    }

    /** A machine's image, whole or in part (RFC 9110, 14.2): controllers read it as the machine does. */
    @GetMapping("/boot/media/{mac}.iso")
    ResponseEntity<Resource> image(@PathVariable String mac) {
        BootMedium.Image image = medium.image(arguments(mac))
                .orElseThrow(() -> Problem.unknown(
                        "path",
                        "there is no boot medium",
                        "make boot.iso (make iso in edge/bootagent) and put it into the folder that"
                                + " skerry.provisioner.files-dir names"));
        return ResponseEntity.ok()
                .contentType(MediaType.parseMediaType("application/vnd.efi.iso"))
                .eTag("\"" + image.tag() + "\"")
                .body(new Content(image));
    }

    private String arguments(String mac) {
        String canonical = Macs.canonical("mac", mac);
        MachineIndex.Entry machine = machines.byMac(canonical).orElseThrow(() -> {
            machines.requireComplete();
            return Problem.unknown("mac", "no machine has the MAC " + canonical, "approve the machine first");
        });
        return scripts.asking(machine.state().getSite(), canonical);
    }

    private static final class Content extends AbstractResource {

        private final BootMedium.Image image;

        Content(BootMedium.Image image) {
            this.image = image;
        }

        @Override
        public long contentLength() throws IOException {
            return image.size();
        }

        @Override
        public InputStream getInputStream() throws IOException {
            return image.open();
        }

        @Override
        public String getDescription() {
            return "boot medium";
        }
    }
}
