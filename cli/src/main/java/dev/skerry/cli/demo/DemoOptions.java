package dev.skerry.cli.demo;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * How a demonstration runs.
 *
 * @param state its state folder, which is wiped first
 * @param world the simulator's arguments: {@code --samples DIR} or {@code --sites N --machines M --seed S}, and its faults
 * @param json whether one JSON object is all that stands on stdout
 * @param keep whether the fleet goes on until Ctrl-C
 * @param faults whether anything breaks in the simulated world
 * @param limit how long the chain may take, from the application of the documents to right DNS answers
 */
public record DemoOptions(Path state, List<String> world, boolean json, boolean keep, boolean faults, Duration limit) {

    /** The file by which a state folder is known as a demonstration's. */
    public static final String MARK = "demo.mark";
}
