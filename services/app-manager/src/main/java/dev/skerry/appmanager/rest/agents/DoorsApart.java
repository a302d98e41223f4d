package dev.skerry.appmanager.rest.agents;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.function.IntSupplier;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Keeps the two doors apart: on the agents' port there is nothing but {@code /agent/}, and that is nowhere else. Judged by the
 * decoded and normalised path, which is what is dispatched by.
 */
public final class DoorsApart extends OncePerRequestFilter {

    private static final String AGENT = "/agent/";

    private final IntSupplier agentsPort;

    public DoorsApart(IntSupplier agentsPort) {
        this.agentsPort = agentsPort;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        boolean agentsDoor = request.getLocalPort() == agentsPort.getAsInt();
        if (agentsDoor == request.getServletPath().startsWith(AGENT)) {
            chain.doFilter(request, response);
        } else {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
        }
    }
}
