package dev.skerry.agent;

import dev.skerry.agent.identity.CertificateRequest;
import dev.skerry.agent.identity.Identity;
import dev.skerry.agent.identity.IdentityFiles;
import dev.skerry.agent.identity.Pem;
import dev.skerry.agent.identity.Tls;
import dev.skerry.agent.time.RetryDelay;
import dev.skerry.agent.time.SerialTask;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Sees to it that the agent has a certificate: exchanges the one-time token for the first, and each one for the next when two thirds
 * of its life are over. A refusal is tried again too, rarely: the centre may have been restored or the token given anew.
 */
final class Membership implements AutoCloseable {

    private static final Logger LOG = System.getLogger(Membership.class.getName());
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final AgentSettings settings;
    private final AgentHost host;
    private final JsonMapper json;
    private final Uplink uplink;
    private final Runnable onIdentity;
    private final IdentityFiles files;
    private final RetryDelay delays;
    private final SerialTask task;
    private volatile @Nullable Identity identity;
    private volatile String trouble = "";

    Membership(AgentSettings settings, AgentHost host, JsonMapper json, Uplink uplink, Runnable onIdentity) {
        this.settings = settings;
        this.host = host;
        this.json = json;
        this.uplink = uplink;
        this.onIdentity = onIdentity;
        files = new IdentityFiles(settings.folder());
        delays = new RetryDelay(
                settings.pace().firstRetry(), settings.pace().longestRetry().multipliedBy(2), host.random());
        task = new SerialTask("membership of " + settings.clusterId(), host.timing(), host.executor(), this::run);
    }

    void start() {
        task.poke();
    }

    boolean enrolled() {
        return identity != null;
    }

    String trouble() {
        return trouble;
    }

    private void run() {
        try {
            var current = identity;
            if (current == null) {
                var found = files.load();
                if (found.isEmpty()) {
                    enrol();
                } else {
                    take(found.get());
                }
            } else if (!host.timing().now().isBefore(current.renewAt())) {
                renew(current);
            } else {
                scheduleRenewal(current);
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        } catch (IOException | GeneralSecurityException | JacksonException | IllegalArgumentException e) {
            trouble = "certificate: " + (e.getMessage() == null ? e.toString() : e.getMessage());
            LOG.log(Level.INFO, () -> settings.clusterId() + ": " + trouble);
            task.pokeAfter(delays.next());
        }
    }

    private void enrol() throws IOException, InterruptedException, GeneralSecurityException {
        var client = Uplink.client(Tls.trusting(settings.ca()), host.executor());
        try {
            obtain(client, settings.enrolmentUrl(), true, settings.ca());
        } finally {
            client.shutdownNow();
        }
    }

    private void renew(Identity current) throws IOException, InterruptedException, GeneralSecurityException {
        var client = uplink.client();
        if (client != null) {
            obtain(client, settings.renewalUrl(), false, current.ca());
        }
    }

    private void obtain(HttpClient client, URI url, boolean withToken, String knownCa)
            throws IOException, InterruptedException, GeneralSecurityException {
        var keys = files.pendingKey();
        String csr = CertificateRequest.pem(settings.clusterId(), keys);
        var body = withToken ? Map.of("token", settings.token(), "csr", csr) : Map.of("csr", csr);
        var response = client.send(
                HttpRequest.newBuilder(url)
                        .timeout(TIMEOUT)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(json.writeValueAsString(body)))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IOException(url.getPath() + " was answered " + response.statusCode());
        }
        var answer = json.readTree(response.body());
        var chain = new ArrayList<X509Certificate>();
        var factory = CertificateFactory.getInstance("X.509");
        for (byte[] der : Pem.decode("CERTIFICATE", answer.path("certificate").asString(""))) {
            chain.add((X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der)));
        }
        if (chain.isEmpty() || !chain.getFirst().getPublicKey().equals(keys.getPublic())) {
            throw new GeneralSecurityException(url.getPath() + " answered no certificate for the agent's key");
        }
        String ca = answer.path("ca").asString("");
        var next = new Identity(keys.getPrivate(), chain, ca.isBlank() ? knownCa : ca);
        files.save(next);
        LOG.log(Level.INFO, () -> settings.clusterId() + ": certificate until " + next.expiresAt());
        take(next);
    }

    private void take(Identity next) throws GeneralSecurityException {
        uplink.become(next);
        identity = next;
        trouble = "";
        delays.reset();
        scheduleRenewal(next);
        onIdentity.run();
    }

    private void scheduleRenewal(Identity current) {
        var wait = Duration.between(host.timing().now(), current.renewAt());
        task.pokeAfter(wait.isNegative() ? Duration.ZERO : wait);
    }

    @Override
    public void close() {
        task.close();
    }
}
