package dev.skerry.runtime;

import java.util.List;
import org.springframework.context.SmartLifecycle;

/** All workers of a service: started and stopped with it. */
final class TaskWorkers implements SmartLifecycle {

    private final List<SmartLifecycle> workers;
    private volatile boolean running;

    TaskWorkers(List<SmartLifecycle> workers) {
        this.workers = List.copyOf(workers);
    }

    @Override
    public void start() {
        workers.forEach(SmartLifecycle::start);
        running = true;
    }

    @Override
    public void stop() {
        workers.forEach(SmartLifecycle::stop);
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
