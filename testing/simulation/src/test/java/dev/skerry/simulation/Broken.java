package dev.skerry.simulation;

import dev.skerry.runtime.DeciderTopology;

/** Plants a defect in the decider that it belongs to. */
final class Broken {

    private final Defect defect;

    Broken(Defect defect) {
        this.defect = defect;
    }

    <S, I, E> DeciderTopology<S, I, E> in(DeciderTopology<S, I, E> topology) {
        return topology;
    }
}
