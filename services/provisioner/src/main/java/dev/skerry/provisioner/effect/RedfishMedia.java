package dev.skerry.provisioner.effect;

import dev.skerry.provisioner.effect.RedfishCalls.Resource;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;

/** A system's virtual CD drive (VirtualMedia in DMTF DSP0268), which is taken to be there for this alone. */
final class RedfishMedia {

    /** Some controllers answer when they have fetched the image. */
    private static final Duration ACTION_LIMIT = Duration.ofSeconds(12);

    private static final Duration POLL = Duration.ofMillis(250);
    private static final List<String> TYPES = List.of("CD", "DVD");

    /** Where a machine's image is fetched. */
    interface Image {

        URI address() throws PowerException;
    }

    /**
     * The drive.
     *
     * @param image what is in it, where that is told; else empty
     */
    private record Drive(URI uri, String image, boolean inserted, Optional<String> insert, Optional<String> eject) {

        static Drive of(URI uri, JsonNode body) {
            JsonNode actions = body.path("Actions");
            return new Drive(
                    uri,
                    body.path("Image").asString(""),
                    body.path("Inserted").asBoolean(false),
                    RedfishSystem.text(actions.path("#VirtualMedia.InsertMedia").path("target")),
                    RedfishSystem.text(actions.path("#VirtualMedia.EjectMedia").path("target")));
        }
    }

    private final RedfishCalls calls;
    private final Guard guard;
    private final Image image;

    RedfishMedia(RedfishCalls calls, Guard guard, Image image) {
        this.calls = calls;
        this.guard = guard;
        this.image = image;
    }

    /** Has the image in the drive, and nothing else. */
    void insert(RedfishSystem system) throws PowerException, InterruptedException {
        String wanted = image.address().toString();
        Drive drive = drive(system);
        if (drive.inserted() && drive.image().equals(wanted)) {
            return;
        }
        if (drive.inserted()) {
            eject(drive);
        }
        act(drive.insert(), "InsertMedia", Map.of("Image", wanted));
        await(drive, true);
    }

    /** Leaves the drive empty. */
    void eject(RedfishSystem system) throws PowerException, InterruptedException {
        Drive drive = drive(system);
        if (drive.inserted()) {
            eject(drive);
        }
    }

    private void eject(Drive drive) throws PowerException, InterruptedException {
        act(drive.eject(), "EjectMedia", Map.of());
        await(drive, false);
    }

    private void act(Optional<String> action, String name, Map<String, String> body) throws PowerException {
        URI target = calls.target(
                action.orElseThrow(() -> PowerException.lasting("the virtual CD drive has no action " + name)), name);
        guard.once(() -> {
            calls.post(target, body, ACTION_LIMIT);
            return target;
        });
    }

    private void await(Drive drive, boolean inserted) throws PowerException, InterruptedException {
        while (read(drive.uri()).inserted() != inserted) {
            TimeUnit.MILLISECONDS.sleep(POLL.toMillis());
        }
    }

    private Drive read(URI uri) throws PowerException {
        return Drive.of(uri, get(uri).body());
    }

    /** The first drive for CDs that takes images. */
    private Drive drive(RedfishSystem system) throws PowerException {
        for (URI collection : collections(system)) {
            for (String member : RedfishSystem.members(get(collection).body().path("Members"))) {
                URI uri = calls.target(member, "virtual CD drive");
                JsonNode body = get(uri).body();
                Drive drive = Drive.of(uri, body);
                if (drive.insert().isPresent()
                        && RedfishSystem.texts(body.path("MediaTypes")).stream().anyMatch(TYPES::contains)) {
                    return drive;
                }
            }
        }
        throw PowerException.lasting(
                "the system has no virtual CD drive that takes an image by URL (a licence may be missing): let the"
                        + " machine boot with pxe");
    }

    private List<URI> collections(RedfishSystem system) throws PowerException {
        List<URI> collections = new ArrayList<>();
        if (system.media().isPresent()) {
            collections.add(calls.target(system.media().get(), "virtual media"));
        }
        for (String manager : system.managers()) {
            Optional<String> media = RedfishSystem.text(get(calls.target(manager, "manager"))
                    .body()
                    .path("VirtualMedia")
                    .path("@odata.id"));
            if (media.isPresent()) {
                collections.add(calls.target(media.get(), "virtual media"));
            }
        }
        return collections;
    }

    private Resource get(URI uri) throws PowerException {
        return guard.repeatable(() -> calls.get(uri));
    }
}
