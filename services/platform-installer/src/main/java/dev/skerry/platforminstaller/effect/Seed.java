package dev.skerry.platforminstaller.effect;

import dev.skerry.platforminstaller.domain.Cluster;
import dev.skerry.platforminstaller.domain.Node;
import dev.skerry.platforminstaller.wire.UserData;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;
import tools.jackson.databind.json.JsonMapper;

/**
 * The files by which cloud-init makes a machine a node (NoCloud data source). They carry no secret: what is secret the node gets for
 * its nonce, see {@link NodeScript}.
 *
 * @see <a href="https://docs.cloud-init.io/en/latest/reference/datasources/nocloud.html">NoCloud</a>
 */
public final class Seed {

    private static final String HEADER = "#cloud-config\n";

    private final URI installerUrl;
    private final URI provisionerUrl;
    private final FleetAuthority authority;
    private final JsonMapper json = new JsonMapper();

    /**
     * @param installerUrl how nodes reach this service
     * @param provisionerUrl how nodes reach the provisioner
     */
    public Seed(URI installerUrl, URI provisionerUrl, FleetAuthority authority) {
        this.installerUrl = installerUrl;
        this.provisionerUrl = provisionerUrl;
        this.authority = authority;
    }

    /** Names the instance: each installation attempt is another one, so that cloud-init runs all of its steps again. */
    public String metaData(Node node, String nonce) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("instance-id", "skerry-" + nonce);
        data.put("local-hostname", node.name());
        return yaml(data);
    }

    /** What every node gets whatever it is for: nothing yet. */
    public String vendorData() {
        return HEADER + "{}\n";
    }

    /** What makes this machine this node. */
    public String userData(Cluster cluster, String site, Node node, String nonce) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("hostname", node.name());
        data.put("preserve_hostname", false);
        data.put("manage_etc_hosts", true);
        data.put(
                "write_files",
                List.of(
                        file("/etc/skerry/ca.pem", "0644", authority.certificate()),
                        file("/etc/skerry/node.json", "0600", nodeJson(cluster, node, nonce)),
                        file("/etc/rancher/k3s/config.yaml", "0600", k3sConfig(cluster, site, node)),
                        file(
                                NodeScript.PATH,
                                "0755",
                                NodeScript.of(cluster, node, provisionerUrl(nonce) + "/failure"))));
        data.put("runcmd", List.of(List.of(NodeScript.PATH)));
        node.profile()
                .flatMap(cluster.profiles()::find)
                .map(profile -> UserData.parsed(profile.profile().userData()))
                .ifPresent(added -> add(data, added));
        Map<String, Object> phoneHome = new LinkedHashMap<>();
        phoneHome.put("url", provisionerUrl(nonce) + "/phone-home");
        phoneHome.put("post", List.of("hostname"));
        phoneHome.put("tries", 10);
        data.put("phone_home", phoneHome);
        return HEADER + yaml(data);
    }

    /** Files are added behind the platform's, commands before its own, by which the node joins; all else is the profile's alone. */
    private static void add(Map<String, Object> data, Map<String, Object> added) {
        added.forEach((key, value) -> data.merge(
                key, value, (ours, theirs) -> key.equals("runcmd") ? joined(theirs, ours) : joined(ours, theirs)));
    }

    private static List<Object> joined(Object first, Object second) {
        List<Object> all = new ArrayList<>((List<?>) first);
        all.addAll((List<?>) second);
        return all;
    }

    private String nodeJson(Cluster cluster, Node node, String nonce) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("clusterId", cluster.id());
        fields.put("nodeName", node.name());
        fields.put("role", node.role().name());
        fields.put("nonce", nonce);
        fields.put("claimUrl", installerUrl(nonce) + "/claim");
        fields.put("joinedUrl", installerUrl(nonce) + "/joined");
        fields.put("apiEndpoint", node.role() == Node.Role.FIRST_SERVER ? "" : cluster.apiEndpoint());
        return json.writeValueAsString(fields) + "\n";
    }

    /** k3s' configuration without its secrets, which stand in files of their own. */
    private static String k3sConfig(Cluster cluster, String site, Node node) {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("node-name", node.name());
        config.put("token-file", "/etc/skerry/token");
        if (node.role() == Node.Role.FIRST_SERVER) {
            config.put("cluster-init", true);
        } else {
            config.put("server", cluster.apiEndpoint());
        }
        if (node.role().isServer()) {
            config.put("agent-token-file", "/etc/skerry/agent-token");
            config.put("tls-san", List.of(cluster.id(), node.name()));
            config.put("write-kubeconfig-mode", "0600");
        }
        List<String> labels = new ArrayList<>();
        labels.add("skerry.dev/site=" + site);
        labels.add("skerry.dev/clustering=" + cluster.clustering().name());
        config.put("node-label", labels);
        return yaml(config);
    }

    private String installerUrl(String nonce) {
        return base(installerUrl) + "/nodes/" + nonce;
    }

    private String provisionerUrl(String nonce) {
        return base(provisionerUrl) + "/boot/attempts/" + nonce;
    }

    static String base(URI url) {
        String text = url.toString();
        return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    }

    private static Map<String, Object> file(String path, String mode, String content) {
        Map<String, Object> file = new LinkedHashMap<>();
        file.put("path", path);
        file.put("permissions", mode);
        file.put("owner", "root:root");
        file.put("content", content);
        return file;
    }

    private static String yaml(Map<String, Object> data) {
        DumperOptions options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        options.setSplitLines(false);
        return new Yaml(new LiteralBlocks(options), options).dump(data);
    }

    /** Writes texts of several lines as they are read, not as one line full of escapes. */
    private static final class LiteralBlocks extends Representer {

        LiteralBlocks(DumperOptions options) {
            super(options);
            representers.put(
                    String.class,
                    text -> representScalar(
                            Tag.STR,
                            (String) text,
                            ((String) text).contains("\n")
                                    ? DumperOptions.ScalarStyle.LITERAL
                                    : DumperOptions.ScalarStyle.PLAIN));
        }
    }
}
