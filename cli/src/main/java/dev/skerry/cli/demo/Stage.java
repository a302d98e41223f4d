package dev.skerry.cli.demo;

/** The stages of the chain, in order. */
enum Stage {
    ACTIVE("all machines are active"),
    READY("all clusters are ready"),
    PLACED("all apps are available"),
    NAMED("all names are complete");

    private final String title;

    Stage(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }
}
