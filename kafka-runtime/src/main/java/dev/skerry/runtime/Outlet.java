package dev.skerry.runtime;

/** Takes what one input led to, in order; all of it becomes visible together or not at all. */
interface Outlet {

    void forward(Departure departure);
}
