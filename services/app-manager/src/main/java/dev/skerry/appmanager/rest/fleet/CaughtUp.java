package dev.skerry.appmanager.rest.fleet;

import dev.skerry.runtime.Problem;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.function.BooleanSupplier;
import org.springframework.web.servlet.HandlerInterceptor;

/** Refuses to answer from a half-read fleet: a machine that is there would be reported as missing. */
public final class CaughtUp implements HandlerInterceptor {

    private final BooleanSupplier caughtUp;

    public CaughtUp(BooleanSupplier caughtUp) {
        this.caughtUp = caughtUp;
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (!caughtUp.getAsBoolean()) {
            throw new Problem(
                    503, "", "the service has just started and is reading the fleet's state", "try again soon");
        }
        return true;
    }
}
