package dev.skerry.sim.machine;

import dev.skerry.agent.cluster.Resources;
import dev.skerry.sim.cluster.Clusters;
import dev.skerry.sim.cluster.Clusters.AgentSetup;
import dev.skerry.sim.cluster.Clusters.ControlPlane;
import dev.skerry.sim.cluster.Clusters.Member;
import dev.skerry.sim.machine.MachineState.InstalledDisk;
import dev.skerry.sim.net.Calls.Answer;
import java.io.IOException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.concurrent.CountDownLatch;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The installed system: cloud-init, then k3s, then, on the first server, the agent. Lives until the power goes. */
final class Node {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int PODS = 110;

    private final Machine machine;
    private final Surroundings around;

    Node(Machine machine, Surroundings around) {
        this.machine = machine;
        this.around = around;
    }

    void run() throws InterruptedException {
        InstalledDisk disk = machine.disk();
        if (disk == null) {
            around.pace().beforeRetry(1);
            return;
        }
        machine.doing("starting from its disk");
        around.pace().pause(150, 400);
        try {
            start(disk);
            machine.doing("runs");
        } catch (IOException | JacksonException | IllegalArgumentException e) {
            String reason = e.getMessage() == null ? e.toString() : e.getMessage();
            machine.doing("failed: " + reason);
            new Door(around, disk.provisioner(), disk.nonce()).fail(reason);
            if (!machine.spec().hasBmc()) {
                // The node restarts itself and asks the network first. With a BMC it starts from its disk, where
                // cloud-init runs nothing twice.
                around.pace().beforeRetry(4);
                return;
            }
        }
        new CountDownLatch(1).await();
    }

    private void start(InstalledDisk disk) throws IOException, InterruptedException {
        var config = CloudConfig.parse(disk.userData());
        String instance = CloudConfig.instanceId(disk.metaData());
        String file = config.files().get("/etc/skerry/node.json");
        if (file == null) {
            throw new IOException("user-data does not write /etc/skerry/node.json");
        }
        JsonNode node = JSON.readTree(file);
        JsonNode join = JSON.readTree(disk.claim().isEmpty() ? claim(disk, node) : disk.claim());
        JoinToken token = checkedToken(join);
        if (!disk.phonedHome()) {
            phoneHome(disk, config, instance, text(node, "nodeName"));
        }
        startKubernetes(node, join, token);
        var now = machine.disk();
        if (now != null && !now.joined()) {
            reportJoined(now, node);
        }
        if (text(join, "role").equals("FIRST_SERVER")) {
            startAgent(join);
        }
    }

    /** A claim whose answer was lost is asked again and then refused: that ends the attempt, for the secrets may be in other hands. */
    private String claim(InstalledDisk disk, JsonNode node) throws IOException, InterruptedException {
        machine.doing("claiming");
        var uri = URI.create(text(node, "claimUrl"));
        Answer answer = Door.untilFinal(around, () -> around.calls().postJson(uri, disk.ca(), JSON.createObjectNode()));
        if (!answer.isSuccess()) {
            throw new IOException("the claim was answered " + answer.status());
        }
        around.ledger().tokenClaimed(machine.spec().name(), disk.nonce());
        machine.changeDisk(changed -> changed.withClaim(answer.body()));
        return answer.body();
    }

    private static JoinToken checkedToken(JsonNode join) throws IOException {
        var token = JoinToken.parse(text(join, "token"));
        String role = text(join, "role");
        String user = role.equals("AGENT") ? "node" : "server";
        if (!token.user().equals(user)) {
            throw new IOException("a node in the role " + role + " needs a token of the user " + user);
        }
        if (!role.equals("AGENT")) {
            String ca = "";
            for (JsonNode file : join.path("files")) {
                if (text(file, "path").endsWith("/server/tls/server-ca.crt")) {
                    ca = text(file, "content");
                }
            }
            if (ca.isEmpty()) {
                throw new IOException("a server's join configuration must bring server-ca.crt");
            }
            token.requireCa(Digests.sha256(ca));
        }
        return token;
    }

    private void phoneHome(InstalledDisk disk, CloudConfig config, String instance, String hostname)
            throws InterruptedException {
        var url = config.phoneHome();
        if (url.isPresent()) {
            machine.doing("phoning home");
            var form = new LinkedHashMap<String, String>();
            form.put("instance_id", instance);
            form.put("hostname", hostname);
            form.put("fqdn", hostname);
            new Door(around, disk.provisioner(), disk.nonce())
                    .phoneHome(URI.create(url.get().replace("$INSTANCE_ID", instance)), form);
        }
        machine.changeDisk(InstalledDisk::afterPhoneHome);
    }

    private void startKubernetes(JsonNode node, JsonNode join, JoinToken token)
            throws IOException, InterruptedException {
        machine.doing("starting Kubernetes");
        around.pace().pause(200, 600);
        Clusters clusters = around.clusters();
        var facts = machine.spec().facts();
        var member =
                new Member(text(node, "nodeName"), new Resources(facts.cpuCores() * 1000L, facts.memoryMiB(), PODS));
        if (text(join, "role").equals("FIRST_SERVER")) {
            var plane = new ControlPlane(
                    text(node, "clusterId"),
                    machine.spec().site(),
                    machine.spec().number(),
                    token.caSha256(),
                    token.secret(),
                    text(join, "agentToken"));
            clusters.serve(machine.address(), plane, member);
            machine.whileOn(() -> clusters.stopServing(machine.address(), plane));
            return;
        }
        String server = text(join, "serverUrl");
        String host = URI.create(server).getHost();
        if (host == null) {
            throw new IOException("serverUrl is not a URL: " + server);
        }
        for (int failures = 0; ; failures++) {
            var answer = clusters.join(host, token.caSha256(), token.user(), token.secret(), member);
            if (answer == Clusters.JoinAnswer.JOINED) {
                machine.whileOn(() -> clusters.leave(host, token.caSha256(), member.name()));
                return;
            }
            if (answer == Clusters.JoinAnswer.REFUSED) {
                throw new IOException("the server at " + server + " refused the join token");
            }
            machine.doing("waiting for the server at " + server);
            around.pace().beforeRetry(failures);
        }
    }

    private void reportJoined(InstalledDisk disk, JsonNode node) throws IOException, InterruptedException {
        machine.doing("reporting that it joined");
        var body =
                JSON.createObjectNode().put("nodeName", text(node, "nodeName")).put("address", machine.address());
        var uri = URI.create(text(node, "joinedUrl"));
        Answer answer = Door.untilFinal(around, () -> around.calls().postJson(uri, disk.ca(), body));
        if (!answer.isSuccess()) {
            throw new IOException("the join report was answered " + answer.status());
        }
        around.ledger()
                .eventAcknowledged(
                        "joined", JSON.readTree(answer.body()).path("eventId").asString(""));
        machine.changeDisk(InstalledDisk::afterJoin);
    }

    private void startAgent(JsonNode join) throws IOException {
        JsonNode agent = join.path("agent");
        if (!agent.isObject()) {
            throw new IOException("the first server's join configuration must bring the agent's");
        }
        var setup = new AgentSetup(
                text(agent, "clusterId"),
                URI.create(text(agent, "feedUrl")),
                URI.create(text(agent, "enrolmentUrl")),
                text(agent, "token"),
                text(agent, "ca"),
                machine.diskFolder().resolve("agent"));
        around.clusters().startAgent(setup);
    }

    private static String text(JsonNode node, String field) {
        return node.path(field).asString("");
    }
}
